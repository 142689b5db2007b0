"""How likely talks fail although a deal would suit all: private numbers, tied hands, a yes at home."""
