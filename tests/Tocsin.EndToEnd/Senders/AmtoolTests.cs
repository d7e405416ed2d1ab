using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Tocsin.EndToEnd.Senders;

/// <summary>Stock amtool asks a real Alertmanager and Tocsin the same, and prints the same, but for ids and times.</summary>
public sealed partial class AmtoolTests : IDisposable
{
    private const string Pager = "am/pager";
    private const string Chat = "am/chat";

    /// <summary>What is asked, in this order. <c>{ID}</c> is the id that the last silence got.</summary>
    private static readonly string[] Lines =
    [
        "alert query",
        "silence query",
        "alert add alertname=cpu host=web-1 severity=critical --annotation=summary=\"very busy\"",
        "alert add disk host=web-2 severity=warning",
        "alert query",
        "alert query -o extended",
        "alert query cpu",
        "alert query alertname=~c.*",
        "alert query host!=web-1",
        "alert query host!~web-.*",
        "alert query severity=warning host=web-2",
        "alert query nothing=here",
        "alert query --receiver am/pag.*",
        "alert query --silenced",
        "silence add alertname=cpu host=~web-.* --author dana --comment \"working on it\" --duration 2h",
        "silence query",
        "silence query -o extended",
        "silence query alertname=cpu",
        "silence query alertname=disk",
        "silence query --created-by dana",
        "silence query --created-by nobody",
        "silence query --within 1h",
        "silence query --within 3h",
        "alert query",
        "alert query --silenced",
        "alert query --silenced --active",
        "silence update --duration 3h --comment longer {ID}",
        "silence query -o extended",
        "silence expire {ID}",
        "silence expire {ID}",
        "silence query",
        "silence query --expired",
        "alert query --silenced",
        "alert query",
        "silence expire 00000000-0000-4000-8000-000000000000",
        "silence expire nonsense",
        "silence update --duration 3h 00000000-0000-4000-8000-000000000000",
        "silence add a=~( --comment x",
        "silence add a=~.* --comment x",
        "silence add a=b --comment x --start 2020-01-01T00:00:00Z --end 2020-01-02T00:00:00Z",
        "silence add a=b --comment x --start 2020-01-02T00:00:00Z --end 2020-01-01T00:00:00Z",
        "silence add --comment x",
        "silence query --expired",
        "config routes test topic=am severity=critical",
        "config routes test topic=am severity=warning",
    ];

    private readonly TempFolder _folder = new();

    [ProgramFact("amtool", AlertmanagerProcess.Install)]
    public async Task Amtool_prints_the_same_of_both()
    {
        _folder.Write("load/sources/am.yaml", "id: am\nkind: alertmanager-api-v2\ntopic: am\n");
        _folder.Write("load/handlers/pager.yaml", "topic: am\nid: pager\nkind: log\nmatch: level() == CRITICAL\noptions: { path: pager.log }\n");
        _folder.Write("load/handlers/chat.yaml", "topic: am\nid: chat\nkind: log\nmatch: level() != CRITICAL\noptions: { path: chat.log }\n");
        using var tocsin = await TocsinProcess.ServeAsync(_folder.Path, "--data", "data", "--load", "load");
        using var real = await AlertmanagerProcess.StartAsync(_folder.Path, $$"""
            route:
              receiver: none
              routes:
                - { receiver: "{{Pager}}", continue: true, matchers: [ 'severity="critical"' ] }
                - { receiver: "{{Chat}}", continue: true, matchers: [ 'severity!="critical"' ] }
            receivers: [ { name: none }, { name: "{{Pager}}" }, { name: "{{Chat}}" } ]
            """);
        var (ids, different) = (new Dictionary<string, string>(), new List<string>());

        foreach (var line in Lines)
        {
            var theirs = await RunAsync(real.Address.ToString(), line, ids);
            var ours = await RunAsync(tocsin.Url, line, ids);
            if (ours != theirs)
                different.Add($"amtool {line}\n--- Alertmanager\n{theirs}\n--- Tocsin\n{ours}");
        }

        different.Should().BeEmpty();
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> RunAsync(string url, string line, Dictionary<string, string> ids)
    {
        var start = new ProcessStartInfo("amtool") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add($"--alertmanager.url={url.TrimEnd('/')}");
        start.ArgumentList.Add("--date.format=2006");
        foreach (Match word in Words().Matches(line.Replace("{ID}", ids.GetValueOrDefault(url, "none"), StringComparison.Ordinal)))
            start.ArgumentList.Add(word.Value.Replace("\"", "", StringComparison.Ordinal));
        using var program = Process.Start(start) ?? throw new InvalidOperationException("amtool does not start");
        var errors = program.StandardError.ReadToEndAsync();
        var output = await program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync();
        if (line.StartsWith("silence add", StringComparison.Ordinal) && Id().Match(output) is { Success: true } made)
            ids[url] = made.Value;
        return $"{program.ExitCode}\n{Shown(output)}{Shown(await errors)}";
    }

    // Widths of columns follow from ids and times; an alert's own labels beside its tags are its id here.
    private static string Shown(string text)
    {
        text = Time().Replace(Id().Replace(text, "ID"), "TIME");
        text = OwnLabels().Replace(Url().Replace(text, "URL"), "");
        return string.Join('\n', text.Split('\n').Select(row => Blanks().Replace(row, " ").TrimEnd()));
    }

    [GeneratedRegex("\"[^\"]*\"|(?:[^\\s\"]|\"[^\"]*\")+")]
    private static partial Regex Words();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Id();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[T ][\d:.]+( ?Z| UTC|[+-]\d\d:\d\d)?|\b20\d\d\b")]
    private static partial Regex Time();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Url();

    [GeneratedRegex("(?<=\\s)(alert_id|topic)=\"[^\"]*\" ?")]
    private static partial Regex OwnLabels();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
