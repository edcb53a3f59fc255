"""The line to the customer: WebSocket, REST and the widget."""
