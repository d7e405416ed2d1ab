namespace Tocsin.EndToEnd;

/// <summary>Scripts of handlers that end the process they run in, each in its own way.</summary>
internal static class DeadlyScripts
{
    private const string Wait = "await Task.Delay(Timeout.Infinite, Cancellation);";

    public static string Of(string way) => way switch
    {
        "async void" => $"async void Boom() {{ await Task.Yield(); throw new InvalidOperationException(\"boom\"); }}\nBoom();\n{Wait}",
        "thread" => $"new Thread(() => throw new InvalidOperationException(\"boom\")).Start();\n{Wait}",
        "timer" => $"using (var timer = new Timer(_ => throw new InvalidOperationException(\"boom\"), null, 10, Timeout.Infinite))\n{{\n{Wait}\n}}",
        "exit" => "Environment.Exit(3);",
        "recursion" => "int Deeper(int n) => Deeper(n + 1) + Deeper(n + 2);\nDeeper(0);",
        _ => throw new ArgumentException(way),
    };
}
