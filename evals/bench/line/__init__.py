"""The line under load, under cuts and under attack; everything is measured on a real server from outside."""
