using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tocsin.Engine.Hosting;
using Tocsin.Server.RuleTests.Files;
using Tocsin.Server.RuleTests.Running;

namespace Tocsin.Conformance.RuleTests;

/// <summary>Writes a recorded case as a file of tests, and runs it as <c>tocsin test</c> does.</summary>
internal sealed partial class ConvertedCase(Case recorded) : IDisposable
{
    private const string Sink = "http://sink.example";
    private const string TestName = "as recorded";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TempFolder _folder = new();

    /// <summary>Why a case can be no test of a rule; null when it can.</summary>
    public static string? WhyNot(Case recorded)
    {
        var all = string.Concat(recorded.Script, recorded.Data, recorded.Settings.ToJsonString(Plain));
        if (recorded.Data.Contains("#api", StringComparison.Ordinal))
            return "the API is called on the way";
        if (recorded.Flag("template"))
            return "the task is made of a template";
        if (recorded.Settings["dbrps"] is not null || recorded.Settings["type"] is not null)
            return "the task is defined in an unusual way";
        if (PlaceholderOfServer().IsMatch(all) || recorded.Texts("files").Count > 0 || recorded.Flag("services"))
            return "it looks at files, sockets or the server itself";
        if (OtherHandler().IsMatch(recorded.Script))
            return "its handlers send by other means";
        if (recorded.Settings["handlers"] is JsonArray handlers && handlers.Any(CanDeliverNothing))
            return "a handler of it can deliver nothing, which tests of rules report";
        if (recorded.Script.Contains(".endpoint('", StringComparison.Ordinal))
            return "an account of it is not configured, which tests of rules report";
        if (recorded.Name.Contains("/func-math-", StringComparison.Ordinal))
            return "the last digits of its numbers may differ, which tests of rules compare exactly";
        if (recorded.Expected!.ToJsonString().Contains("@UUID@", StringComparison.Ordinal) || recorded.Expected["handler_errors"] is not null)
            return "what is sent differs each time";
        return recorded.Settings["tolerance"] is not null || recorded.Departures.Any() || recorded.IsUnordered ? "its numbers or their order may differ" : null;
    }

    /// <summary>Runs it: the script must be taken or refused, and the requests must be these.</summary>
    /// <param name="posts">The bodies by path.</param>
    /// <param name="script">Another script in the place of the case's; null for that.</param>
    public async Task<RuleTestResult> RunAsync(JsonObject posts, string? script = null)
    {
        _folder.Write("c1.tick", Fill(script ?? recorded.Script));
        var head = "tasks: [c1.tick]\n";
        if (recorded.Settings["vars"] is { } vars)
        {
            _folder.Write("vars.json", vars.ToJsonString(Plain));
            head = "tasks: [ { script: c1.tick, vars: vars.json } ]\n";
        }

        if (recorded.Settings["handlers"] is JsonArray handlers)
        {
            _folder.Write("handlers.json", Fill(handlers.ToJsonString(Plain)));
            head += "handlers: [handlers.json]\n";
        }

        var answers = recorded.Settings["respond"] is { } respond ? $"respond: {respond.ToJsonString(Plain)}" : "";
        var steps = DataStep.Parse(recorded.Data).Select(Write).Prepend(answers).Where(step => step.Length > 0)
            .Concat(recorded.Flag("stop", otherwise: true) ? ["restart: stop"] : [])
            .Append($"expect: {{ alerts: !any , errors: !any , sent: [ {string.Join(", ", posts.SelectMany(path => path.Value!.AsArray().Select(body => Write(path.Key, body))))} ] }}");
        var path = _folder.Write("case.test.yaml", $"{head}defaults: {{ dbrp: db.rp, unread: true }}\ntests:\n  - name: {TestName}\n    steps:\n{string.Concat(steps.Select(step => $"      - {step}\n"))}");

        var file = RuleTestReader.Read(path);
        file.Problems.Should().BeEmpty(await File.ReadAllTextAsync(path));
        return await new RuleTestRun(file, file.Tests.Single(), new TestSurroundings(RunningServer.Plugins.Value, ConfigFile.Default)).RunAsync(CancellationToken.None);
    }

    public void Dispose() => _folder.Dispose();

    private static bool CanDeliverNothing(JsonNode? handler) => handler?["kind"]?.GetValue<string>() == "post" && handler["options"]?["url"] is null && handler["options"]?["endpoint"] is null;

    private static string Fill(string text) => text.Replace("@SINK@", Sink, StringComparison.Ordinal).Replace("@TASK@", "c1", StringComparison.Ordinal);

    private static string Write(DataStep step) => step switch
    {
        DataStep.Write lines => $"data: {{ late: true, dbrp: {lines.Database}.{lines.RetentionPolicy}, lines: {Quoted(Fill(lines.Lines))} }}",
        DataStep.Sleep sleep => string.Create(CultureInfo.InvariantCulture, $"advance: {(long)sleep.Time.TotalMilliseconds}ms"),
        DataStep.Restart => "restart: stop",
        _ => "",
    };

    private static string Write(string path, JsonNode? body) =>
        $"{{ POST: {Quoted(Sink + Fill(path))}, {(body is JsonValue text && text.TryGetValue<string>(out var plain) ? $"body: {Quoted(plain)}" : $"json: {Exactly(body)}")} }}";

    private static string Exactly(JsonNode? node) => node switch
    {
        JsonObject map => $"!exactly {{ {string.Join(", ", map.Select(entry => $"{Quoted(entry.Key)}: {Exactly(entry.Value)}"))} }}",
        JsonArray list => $"[ {string.Join(", ", list.Select(Exactly))} ]",
        JsonValue value when value.TryGetValue<string>(out var text) => Quoted(Fill(text)),
        null => "null",
        _ => node.ToJsonString(),
    };

    private static string Quoted(string text) => JsonValue.Create(text).ToJsonString(Plain);

    [GeneratedRegex("@(SERVICES|DIR|TCP|URL)@")]
    private static partial Regex PlaceholderOfServer();

    [GeneratedRegex(@"\.(log|exec|tcp|email|snmpTrap|mqtt|kafka|slack|victorOps|pagerDuty2?|opsGenie2?|talk|telegram|hipChat|sensu|alerta|pushover|discord|bigPanda|teams|zenoss|serviceNow)\(")]
    private static partial Regex OtherHandler();
}
