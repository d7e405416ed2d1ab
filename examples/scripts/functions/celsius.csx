// lambda: celsius("fahrenheit") > 30.0
[LambdaFunction("celsius", IsPure = true)]
static double Celsius(double fahrenheit) => (fahrenheit - 32) / 1.8;
