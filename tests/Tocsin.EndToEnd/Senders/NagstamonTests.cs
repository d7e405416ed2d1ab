using System.Diagnostics;

namespace Tocsin.EndToEnd.Senders;

/// <summary>Nagstamon's own class for Alertmanager reads, acknowledges and silences at a real Alertmanager and at Tocsin, and knows the same afterwards.</summary>
public sealed class NagstamonTests : IDisposable
{
    private static readonly string[] Alerts =
    [
        """{"alertname":"cpu","instance":"web-1","severity":"critical"}""",
        """{"alertname":"disk","instance":"web-2","severity":"warning"}""",
        """{"alertname":"net","instance":"web-3","severity":"warning"}""",
    ];

    private readonly TempFolder _folder = new();

    [ProgramFact("nagstamon", "apt-get install --no-install-recommends nagstamon")]
    public async Task Nagstamon_sees_and_does_the_same_at_both()
    {
        _folder.Write("load/sources/am.yaml", "id: am\nkind: alertmanager-api-v2\ntopic: am\n");
        using var tocsin = await TocsinProcess.ServeAsync(_folder.Path, "--data", "data", "--load", "load");
        using var real = await AlertmanagerProcess.StartAsync(_folder.Path, "route: { receiver: none }\nreceivers: [ { name: none } ]\n");

        var theirs = await AskAsync(real.Address.ToString());
        var ours = await AskAsync(tocsin.Url);

        ours.Should().Be(theirs);
        ours.Should().Contain("""["acknowledged", "", [["web-1", "cpu", "CRITICAL", "suppressed", true, true, "very busy"]""");
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> AskAsync(string address)
    {
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        var alerts = string.Join(',', Alerts.Select(labels => $$$"""{"labels":{{{labels}}},"annotations":{"summary":"very busy"}}"""));
        using var body = new StringContent($"[{alerts}]", System.Text.Encoding.UTF8, "application/json");
        (await http.PostAsync(new Uri("/api/v2/alerts", UriKind.Relative), body)).IsSuccessStatusCode.Should().BeTrue();

        // Debian's own Python, which has Nagstamon's modules.
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Senders", "nagstamon.py"));
        start.ArgumentList.Add(address.TrimEnd('/'));
        start.Environment["HOME"] = _folder.Path;
        using var program = Process.Start(start) ?? throw new InvalidOperationException("python3 does not start");
        var errors = program.StandardError.ReadToEndAsync();
        var output = await program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync();
        program.ExitCode.Should().Be(0, "{0}", await errors);
        return output;
    }
}
