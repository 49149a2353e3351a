package main

import "fmt"

var version = "dev" // -ldflags "-X main.version=..."

func main() { fmt.Println("relay", version) }
