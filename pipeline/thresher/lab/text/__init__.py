"""The lab of the line model: renderings, labels, training, validation."""
