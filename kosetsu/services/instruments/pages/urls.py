public = []
staff = []
