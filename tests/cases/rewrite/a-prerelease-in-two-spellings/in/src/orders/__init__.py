__version__: str = "1.5.0b3"
