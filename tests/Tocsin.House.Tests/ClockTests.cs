using System.Text.RegularExpressions;

namespace Tocsin.House.Tests;

/// <summary>Time comes from a <see cref="TimeProvider"/>, so that everything can be tested without waiting.</summary>
public sealed partial class ClockTests
{
    [Fact]
    public void Nothing_asks_the_machine_for_the_time_or_sleeps() =>
        Repository.Sources.SelectMany(file => file.Lines.Select(line => (file.Path, Line: line.Trim())))
            .Where(found => Clock().IsMatch(found.Line))
            .Select(found => $"{found.Path}: {found.Line}").Should().BeEmpty();

    // A delay is fine when it runs on a given clock.
    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?Now\b|\bThread\.Sleep\(|\bTask\.Delay\((?!.*(\b_?time\b|\bTimeProvider\b))")]
    private static partial Regex Clock();
}
