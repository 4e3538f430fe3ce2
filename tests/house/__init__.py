"""Tests about the house itself: its layers, its papers, its pins and its shape."""
