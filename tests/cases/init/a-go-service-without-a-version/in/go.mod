module example.com/acme/relay

go 1.22
