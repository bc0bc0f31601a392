from commons_demo import hello

print(hello())
