using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Logging;

namespace Tocsin.Server.Tests.Cli;

/// <summary>The log as objects says what the log as lines says.</summary>
public sealed class LogObjectTests
{
    [Fact]
    public void Pairs_of_the_template_become_fields() =>
        Line(log => log.LogWarning("task cannot start task={Task} err={Why}", "cpu", "no \"such\"\nthing ü")).Should().Be(
            """{"time":"2026-01-02T03:04:05.000Z","level":"warn","service":"kapacitor","message":"task cannot start","fields":{"task":"cpu","err":"no \u0022such\u0022\nthing ü"}}""");

    [Fact]
    public void Words_between_pairs_belong_to_the_message_and_a_key_that_stands_twice_has_a_list() =>
        Line(log => log.LogError("moved from={A} to={B} node={C} node={D} at once", "x", "y", 1, 2.5)).Should().Be(
            """{"time":"2026-01-02T03:04:05.000Z","level":"error","service":"kapacitor","message":"moved at once","fields":{"from":"x","to":"y","node":["1","2.5"]}}""");

    [Fact]
    public void What_was_thrown_is_an_object_of_its_own()
    {
        var line = JsonNode.Parse(Line(log =>
        {
            try
            {
                throw new InvalidOperationException("first\nsecond");
            }
            catch (InvalidOperationException problem)
            {
                log.LogError(problem, "request failed uri={Uri}", "/x");
            }
        }))!; // It is an object.

        line["fields"]!.ToJsonString().Should().Be("""{"uri":"/x"}""");
        ((string?)line["exception"]!["type"], (string?)line["exception"]!["message"]).Should().Be(("System.InvalidOperationException", "first\nsecond"));
        ((string?)line["exception"]!["stack"]).Should().Contain(nameof(What_was_thrown_is_an_object_of_its_own));
    }

    [Fact]
    public void What_data_holds_cannot_steer_a_terminal_and_ends_no_line() =>
        Line(log => log.LogError("failed err={Why}", "\u001b[31mred\u0007 \u202Eback\u009b2J\r\n")).Should().NotContainAny("\u001b", "\u0007", "\u202E", "\u009b", "\r", "\n");

    [Fact]
    public void The_same_entry_says_the_same_in_both_forms()
    {
        Action<ILogger> log = logger => logger.LogInformation("http request host={Host} method={Method} uri={Uri} status={Status}", "h", "GET", "/x?p=***", 200);

        var fields = JsonNode.Parse(Line(log))!["fields"]!.AsObject().Select(field => $"{field.Key}={(string?)field.Value}"); // It has fields.

        Line(log, LogFormat.Text).Should().EndWith(string.Join(' ', fields.Select(field => field.Contains("?p=", StringComparison.Ordinal) ? "uri=\"/x?p=***\"" : field)));
    }

    [Fact]
    public void The_form_changes_while_the_server_runs()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        using var provider = new LineLoggerProvider(new LogTarget(writer, IsFile: false), LogLevel.Information, TimeProvider.System);
        var log = provider.CreateLogger("x");
        log.LogInformation("one");
        provider.Change(new LogTarget(writer, IsFile: false, LogFormat.Json));
        log.LogInformation("two");

        writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[0]).Should().Equal('t', '{');
    }

    [Theory]
    [InlineData("logging: {format: json}", LogFormat.Json)]
    [InlineData("logging: {}", LogFormat.Text)]
    public void The_configuration_says_which(string text, LogFormat format) => ConfigFile.Parse("c.yaml", text, static _ => null).Options.Logging.Format.Should().Be(format);

    private static string Line(Action<ILogger> log, LogFormat format = LogFormat.Json)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        using var provider = new LineLoggerProvider(new LogTarget(writer, IsFile: false, format), LogLevel.Information, new FakeTime(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)));
        log(provider.CreateLogger("tocsin.task"));
        return writer.ToString().TrimEnd('\n');
    }
}
