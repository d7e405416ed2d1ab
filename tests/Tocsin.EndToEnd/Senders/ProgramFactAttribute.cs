namespace Tocsin.EndToEnd.Senders;

/// <summary>
/// A test with a real program as the sender. Where the program is not installed the test is skipped with the way to get it; in CI, where
/// <c>CI</c> is <c>true</c>, it fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProgramFactAttribute : FactAttribute
{
    /// <param name="program">The program's name.</param>
    /// <param name="install">The command that installs it.</param>
    public ProgramFactAttribute(string program, string install)
    {
        var isInstalled = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
        if (!isInstalled && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = $"{program} is not installed: {install}";
    }
}
