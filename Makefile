# Two commands: `make run` serves the concierge, `make test` proves it. Both do their own set-up in .venv.
.PHONY: run test check format lock clean

run test check format lock:
	@./scripts/$@
clean:
	rm -rf .venv .concierge
