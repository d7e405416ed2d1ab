using Xunit;

namespace Tocsin.Testing;

/// <summary>
/// A test with a real program. Where the program is not installed the test is skipped with the way to get it; in CI, where <c>CI</c> is
/// <c>true</c>, it fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProgramFactAttribute : FactAttribute
{
    /// <param name="program">The program's name.</param>
    /// <param name="install">The command that installs it.</param>
    public ProgramFactAttribute(string program, string install)
    {
        if (InstalledPrograms.WhyNot(program, install) is { } why)
            Skip = why;
    }
}
