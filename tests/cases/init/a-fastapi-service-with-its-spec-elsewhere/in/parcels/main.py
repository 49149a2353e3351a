from fastapi import FastAPI

app = FastAPI(title="Parcels", version="5.2.0")
