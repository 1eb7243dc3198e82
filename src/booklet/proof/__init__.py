"""Proof of finished files: what the official validators say of them."""
