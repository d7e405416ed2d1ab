using Microsoft.Extensions.Logging;
using Tocsin.Server.Logging;

namespace Tocsin.Server.Tests.Cli;

public sealed class LogLineTests
{
    [Fact]
    public void Pairs_of_the_template_become_pairs_of_the_line()
    {
        Line(log => log.LogWarning("task cannot start task={Task} err={Why}", "cpu", "no \"such\"\nthing")).Should()
            .Be("""ts=2026-01-02T03:04:05.000Z lvl=warn msg="task cannot start" task=cpu err="no \"such\"\nthing" """.TrimEnd());
    }

    [Fact]
    public void A_message_without_pairs_is_the_message()
    {
        Line(log => log.LogError("{Problem}", "a=b is wrong")).Should().Be("""ts=2026-01-02T03:04:05.000Z lvl=error msg="a=b is wrong" """.TrimEnd());
    }

    [Fact]
    public void An_exception_stays_on_the_line()
    {
        Line(log => log.LogError(new InvalidOperationException("first\nsecond"), "request failed uri={Uri}", "/x")).Should()
            .Be("""ts=2026-01-02T03:04:05.000Z lvl=error msg="request failed" uri=/x err="InvalidOperationException: first\nsecond" """.TrimEnd());
    }

    [Fact]
    public void What_data_holds_cannot_steer_a_terminal()
    {
        Line(log => log.LogError("failed err={Why}", "\u001b[31mred\u0007 \u202Eback\u009b2J")).Should()
            .Be("""ts=2026-01-02T03:04:05.000Z lvl=error msg=failed err="\u001b[31mred\u0007 \u202eback\u009b2J" """.TrimEnd());
    }

    [Fact]
    public void Templates_leave_quotes_to_the_line()
    {
        var quoting = Directory.EnumerateFiles(RepositoryFiles.PathOf("engine"), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadLines(file).Any(line => line.Contains("Message = ", StringComparison.Ordinal) && line.Contains("=\\\"{", StringComparison.Ordinal)));

        quoting.Should().BeEmpty("a value that is quoted in the template is quoted twice");
    }

    private static string Line(Action<ILogger> log)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        using var provider = new LineLoggerProvider(new LogTarget(writer, IsFile: false), LogLevel.Information, new FakeTime(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)));
        log(provider.CreateLogger("test"));
        return writer.ToString().TrimEnd('\n');
    }
}
