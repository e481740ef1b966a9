"""What earlier batches saw: a folder of immutable Parquet files, one directory a batch."""
