namespace Tocsin.Server.Cli.Demo;

/// <summary>The files of <c>examples/cpu-victorops</c>, carried along in the program so that the demo runs anywhere.</summary>
internal static class DemoFiles
{
    public static string Alert => Read("cpu_alert.tick");

    public static string Load => Read("cpu_load.tick");

    public static string Handler => Read("victorops-cpu-alert.yaml");

    public static string Points => Read("cpu.lp");

    private static string Read(string name)
    {
        using var stream = typeof(DemoFiles).Assembly.GetManifestResourceStream("demo/" + name)
            ?? throw new InvalidOperationException($"the program was built without {name}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
