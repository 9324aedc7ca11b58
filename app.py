from app import create_app

if __name__ == "__main__":
    from app.operations.serve import serve

    serve(create_app)
