namespace Tocsin.Testing;

/// <summary>Knows which programs tests can start.</summary>
public static class InstalledPrograms
{
    /// <summary>Why a test with a program is left out; null when it is to run: the program is there, or has to be.</summary>
    /// <param name="program">The program's name.</param>
    /// <param name="install">The command that installs it.</param>
    public static string? WhyNot(string program, string install) =>
        Has(program) || Environment.GetEnvironmentVariable("CI") == "true" ? null : $"{program} is not installed: {install}";

    private static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
