using Xunit;

namespace Tocsin.Testing;

/// <summary>The same as <see cref="ProgramFactAttribute"/> for a test with several inputs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProgramTheoryAttribute : TheoryAttribute
{
    /// <param name="program">The program's name.</param>
    /// <param name="install">The command that installs it.</param>
    public ProgramTheoryAttribute(string program, string install)
    {
        if (InstalledPrograms.WhyNot(program, install) is { } why)
            Skip = why;
    }
}
