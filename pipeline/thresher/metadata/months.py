# ruff: noqa: RUF001 - names of months in their own scripts
"""Month names of 75 languages: a fast path before dateparser.

The names are those of Unicode's locale data (CLDR), with spellings of old and of news agencies added.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = """
1 january jan januar janner jaenner janvier janv enero ene gennaio gen janeiro januari stycznia styczen sty
1 leden ledna января январь янв ianuarie ian ocak siecnia січня січень sijecanj sijecnja tammikuu tammikuuta
1 januara ianouariou ιανουαριου ιανουαριος ιαν tammi jaanuar jaan janvaris sausio sausis saus led sij јануар јан
1 јануари януари яну січ студзеня студзень сту oca yanvar yan январ қаңтар қаң janar gener xaneiro xan urtarrila
1 urt eanair ean ionawr ion januarie يناير كانون_الثاني ינואר ינו׳ जनवरी जन॰ জানুযারী জানু ஜனவரி ஜன జనవరి జన
1 ജനുവരി ജനു ಜನವರಿ ಜನ जानेवारी जाने જાનયુઆરી જાનયુ ਜਨਵਰੀ ਜਨ جنوری ජනවාරි ජන ဇနနဝါရီ ဇန មករា ມັງກອນ ມກ มกราคม มค
1 ጃንዋሪ ጃን հունվարի հունվար հնվ იანვარი იან ژانویه
2 february feb februar feber fevrier fevr fev febrero febbraio fevereiro februari lutego luty lut unor unora
2 февраля февраль фев februarie subat лютого лютий veljaca veljace helmikuu helmikuuta februara φεβρουαριου
2 φεβρουαριος φεβ helmi veebruar veebr februaris febr vasario vasaris vas uno velj фебруар феб февруари февр лют
2 лютага люты sub fevral феврал ақпан ақп shkurt shk febrer febreiro otsaila ots feabhra feabh chwefror chwef
2 chw فبراير شباط פברואר פבר׳ फरवरी फर॰ ফেবরুযারী ফেব பிபரவரி பிப ఫిబరవరి ఫిబర ഫെബരുവരി ഫെബരു ಫೆಬರವರಿ ಫೆಬರ
2 फेबरुवारी फेबरु ફેબરુઆરી ફેબરુ ਫਰਵਰੀ ਫਰ فروری फेबरुअरी පෙබරවාරි පෙබ ဖေဖောဝါရီ ဖေ កុមភៈ ກມພາ ກພ กมภาพันธ์ กพ
2 pebrero peb ፌብሩዋሪ ፌብ փետրվարի փետրվար փտվ თებერვალი თებ فوریه فبروری
3 march mar marz maerz mrz mars marzo marco maart mrt marca marzec brezen brezna марта март martie mart березня
3 березень ozujak ozujka maaliskuu maaliskuuta μαρτιου μαρτιος μαρ marts maalis kovo kovas kov bre marec ozu мар
3 бер сакавіка сакавік сак marcius marc наурыз нау martxoa marta mawrth maw mae مارس اذار מרץ मारच মারচ மாரச மார
3 మారచి മാർചച മാർ ಮಾರಚ મારચ ਮਾਰਚ مارچ මාරතු මාර မတ មីនា ມີນາ ມນ มีนาคม มีค maret mac marso machi ማርች մարտի մարտ
3 մրտ მარტი მარ
4 april apr avril avr abril abr aprile kwietnia kwiecien kwi duben dubna апреля апрель апр aprilie nisan квітня
4 квітень travanj travnja huhtikuu huhtikuuta aprila απριλιου απριλιος απρ huhti aprill aprilis balandzio
4 balandis bal dub tra април квіт красавіка красавік кра nis aprel апрел сәуір сәу prill pri apirila api aibrean
4 aib ebrill ebr abrell ابريل نيسان אפריל אפר׳ अपरैल এপরিল এপরি ஏபரல ஏப ఏపరిల ఏపరి ഏപരിൽ ഏപരി ಏಪರಿಲ ಏಪರಿ एपरिल
4 एपरि એપરિલ ਅਪਰੈਲ ਅਪਰੈ اپریل अपरिल අපරෙල ဧပြီ ဧ មេសា ເມສາ ມສ เมษายน เมย aprili ኤፕሪል ኤፕሪ ապրիլի ապրիլ ապր აპრილი
4 აპრ اوریل
5 may mai mayo maggio mag maio mei maja maj kveten kvetna мая май mayis травня травень svibanj svibnja toukokuu
5 toukokuuta μαιου μαιος μαι touko maijs geguzes geguze geg kve svi мај трав majus мамыр мам maig maiatza
5 bealtaine beal mee مايو ايار ماي מאי मई মে மே మే മേയ ಮೇ मे મે ਮਈ ميی මැයි မေ ឧសភា ພຶດສະພາ ພພ พฤษภาคม พค ሜይ
5 մայիսի մայիս մյս მაისი მაი مه می
6 june jun juni juin junio giugno giu junho czerwca czerwiec cze cerven cervna июня июнь июн iunie iun haziran
6 червня червень lipanj lipnja kesakuu kesakuuta juna ιουνιου ιουνιος ιουν kesa juuni junijs birzelio birzelis
6 birz cvn junij јун јуни юни черв чэрвеня чэрвень чэр junius haz iyun iyn маусым мау qershor qer juny xuno
6 ekaina eka meitheamh meith mehefin meh junie يونيو حزيران יוני जून জুন ஜூன జూన ജൂൺ ಜೂನ જૂન ਜੂਨ جون जुन ජූනි
6 ဇွန មិថុនា ມິຖນາ ມິຖ มิถนายน มิย hunyo hun ጁን հունիսի հունիս հնս ივნისი ივნ ژوین ژوين
7 july jul juli juillet juil julio luglio lug julho lipca lipiec cervenec cervence июля июль июл iulie iul
7 temmuz липня липень srpanj srpnja heinakuu heinakuuta jula ιουλιου ιουλιος ιουλ heina juuli julijs liepos
7 liepa liep cvc julij јул јули юли лип ліпеня ліпень ліп julius tem iyul iyl шілде шіл korrik korr juliol xullo
7 xul uztaila uzt iuil gorffennaf gorff gor julie يوليو تموز يوليوز יולי जुलाई जुल॰ জুলাই জুল ஜூலை జులె ജൂലൈ
7 ಜುಲೈ जुलै જુલાઈ ਜੁਲਾਈ ਜੁਲਾ جولايی ජූලි ဇူလိုင ဇူ កកកដា ກໍລະກົດ ກລ กรกฎาคม กค julai hulyo hul ጁላይ հուլիսի
7 հուլիս հլս ივლისი ივლ ژوییه ژوئیه جولای
8 august aug aout agosto ago augustus sierpnia sierpien sie srpen srpna августа август авг agustos серпня
8 серпень kolovoz kolovoza elokuu elokuuta augusti avgusta avgust αυγουστου αυγουστος αυγ elo agust agu augusts
8 rugpjucio rugpjutis rugp augusta avg kol серп жніуня жнівень жні augusztus avqust avq тамыз там gusht gush
8 agost ag abuztua abu lunasa lun awst اغسطس اب غشت אוגוסט אוג׳ अगसत अग॰ আগসট আগ ஆகஸட ஆக ఆగసటు ఆగ ഓഗസററ ഓഗ ಆಗಸಟ
8 ಆಗ ऑगसट ऑग ઑગસટ ਅਗਸਤ ਅਗ اگست अगसट අගොසතු අගො ဩဂုတ ဩ សីហា ສິງຫາ ສຫ สิงหาคม สค agustus ogos ogo agosti ኦገስት
8 ኦገስ օգոստոսի օգոստոս օգս აგვისტო აგვ اوت
9 september sep sept septembre septiembre set settembre setembro wrzesnia wrzesien wrz zari сентября сентябрь
9 сен сент septembrie eylul вересня вересень rujan rujna syyskuu syyskuuta septembra σεπτεμβριου σεπτεμβριος σεπ
9 syys septembris rugsejo rugsejis rugs zar ruj септембар сеп septembar септември вер верасня верасень
9 szeptember szept eyl sentyabr sen sentabr сентябр қыркүйек қыр shtator sht setembre iraila ira mean_fomhair
9 mfomh medi سبتمبر ايلول شتنبر ספטמבר ספט׳ सितंबर सित॰ সেপটেমবর সেপ செபடமபர செப సెపటెంబర సెపటెం സെപററംബർ സെപററം
9 ಸೆಪಟೆಂಬರ ಸೆಪಟೆಂ सपटेंबर सपटें સપટેમબર સપટે ਸਤੰਬਰ ਸਤੰ ستمبر सेपटेमबर සැපතැමබර සැප စကတငဘာ စက កញញា ກັນຍາ ກຍ
9 กันยายน กย setyembre septemba ሴፕቴምበር ሴፕቴ սեպտեմբերի սեպտեմբեր սեպ სექტემბერი სექ سپتامبر سپتمبر
10 october oct oktober okt octobre octubre ottobre ott outubro out pazdziernika pazdziernik paz rijen rijna
10 октября октябрь окт octombrie ekim жовтня жовтень lokakuu lokakuuta oktobra οκτωβριου οκτωβριος οκτ loka
10 oktoober oktobris spalio spalis spal rij октобар oktobar октомври жовт кастрычніка кастрычнік кас eki oktyabr
10 oktabr октябр қазан қаз tetor tet urria urr deireadh_fomhair dfomh hydref hyd اكتوبر تشرين_الاول אוקטובר אוק׳
10 अकटूबर अकटू॰ অকটোবর অকটো அகடோபர அக అకటోబర అకటో ഒകടോബർ ഒകടോ ಅಕಟೋಬರ ಅಕಟೋ ऑकटोबर ऑकटो ઑકટોબર ઑકટો
10 ਅਕਤੂਬਰ ਅਕਤੂ اکتوبر अकटोबर ඔකතොබර ඔක အောကတိုဘာ အောက តុលា ຕລາ ຕລ ตลาคม ตค oktubre oktoba ኦክቶበር ኦክቶ հոկտեմբերի
10 հոկտեմբեր հոկ ოქტომბერი ოქტ اکتبر
11 november nov novembre noviembre novembro ноября ноябрь ноя noiembrie noi kasim листопада листопад studeni
11 studenoga marraskuu marraskuuta novembra νοεμβριου νοεμβριος νοε marras novembris lapkricio lapkritis lapkr
11 listopadu stu новембар нов novembar ноември ное нояб лист лістапада лістапад ліс kas noyabr noy ноябр қараша
11 қар nentor nen azaroa aza samhain samh tachwedd tach نوفمبر تشرين_الثاني نونبر נובמבר נוב׳ नवंबर नव॰ নভেমবর
11 নভে நவமபர நவ నవంబర నవం നവംബർ നവം ನವೆಂಬರ ನವೆಂ नोवहेंबर नोवहें નવેમબર નવે ਨਵੰਬਰ ਨਵੰ نومبر नोभेमबर නොවැමබර
11 නොවැ နိုဝငဘာ နို វិចឆិកា ພະຈິກ ພຈ พฤศจิกายน พย nobyembre nob novemba ኖቬምበር ኖቬም նոյեմբերի նոյեմբեր նոյ
11 ნოემბერი ნოე نوامبر
12 december dec dezember dez decembre diciembre dic dicembre dezembro grudnia grudzien gru prosinec prosince
12 декабря декабрь дек decembrie aralik грудня грудень joulukuu joulukuuta decembra δεκεμβριου δεκεμβριος δεκ
12 desember des joulu detsember dets decembris gruodzio gruodis gruod pro prosinca prosinac децембар дец
12 decembar декември груд снежня снежань сне ara dekabr dek декабр желтоқсан жел dhjetor dhj desembre decembro
12 abendua abe nollaig noll rhagfyr rhag ديسمبر كانون_الاول دجنبر דצמבר דצמ׳ दिसंबर दिस॰ ডিসেমবর ডিসে டிசமபர டிச
12 డిసెంబర డిసెం ഡിസംബർ ഡിസം ಡಿಸೆಂಬರ ಡಿಸೆಂ डिसेंबर डिसें ડિસેમબર ડિસે ਦਸੰਬਰ ਦਸੰ دسمبر डिसेमबर දෙසැමබර දෙසැ
12 ဒီဇငဘာ ဒီ ធនូ ທັນວາ ທວ ธันวาคม ธค disember dis disyembre desemba ዲሴምበር ዲሴም դեկտեմբերի դեկտեմբեր դեկ დეკემბერი
12 დეკ دسامبر
"""
"""A month's number, then its names and abbreviations in any language, as `folded` spells them; `_` is a space."""

_POLISH = {"lip": 7, "lis": 11, "listopad": 11, "listopada": 11, "srp": 8}  # and Czech
_CROATIAN = {"lip": 6, "lis": 10, "listopad": 10, "listopada": 10, "srp": 7}
APART: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {"pl": _POLISH, "cs": _POLISH, "hr": _CROATIAN, "bs": _CROATIAN, "sh": _CROATIAN}
)
"""Names that mean different months in different languages: read only where the language is known."""


def folded(text: str) -> str:
    """In lower case and without accents ("März" is "marz"), as the month table spells names."""
    if text.isascii():
        return text.lower()
    # Cyrillic й is its own letter, not an и with an ornament.
    kept = (
        text.lower()
        .replace("ß", "ss")
        .replace("ł", "l")
        .replace("ı", "i")
        .replace("й", "\ue000")
        .replace("ї", "\ue001")
    )
    plain = _marks().sub("", unicodedata.normalize("NFKD", kept))
    return plain.replace("\ue000", "й").replace("\ue001", "ї")


@cache
def _marks() -> re.Pattern[str]:
    """All combining marks of the basic plane; a pattern, for a test of each letter costs thirty times as much."""
    return re.compile("[" + "".join(c for c in map(chr, range(0x10000)) if unicodedata.combining(c)) + "]+")


@cache
def numbers() -> Mapping[str, int]:
    """The month number of each name in the table."""
    table: dict[str, int] = {}
    for line in folded(NAMES).split("\n"):
        number, *names = line.split() or [""]
        for name in names:
            table.setdefault(name.replace("_", " "), int(number))
    return MappingProxyType(table)


@lru_cache(maxsize=4096)  # the words round dates are few, and sites repeat themselves
def number(word: str, language: str | None = None) -> int | None:
    """The month that a word names, in a language (a primary subtag) where names differ; None where it names none."""
    name = folded(word).replace(".", "").replace("\u200c", "").replace("\u200d", "")
    found = APART.get(language or "", {}).get(name) or numbers().get(name)
    if found is None and name[:1] == "ב":  # Hebrew's "in" is written with the word
        found = numbers().get(name[1:])
    return found
