"""Damaged and hostile input by the thousand: mutations of our fixtures, and what must hold of them."""
