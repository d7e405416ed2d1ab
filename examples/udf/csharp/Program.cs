using MovingAverage;

var function = new MovingAverageFunction();
using var input = Console.OpenStandardInput();
using var output = Console.OpenStandardOutput();

// What the program prints must not stand between the messages.
Console.SetOut(Console.Error);
new Agent(input, output).Run(function);
