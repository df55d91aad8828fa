# expect: readme=S019 as=README.md
