using System.Globalization;
using Microsoft.Playwright;

namespace Tocsin.EndToEnd.Pages;

/// <summary>A server with a task, two handlers and a sink, and a browser that looks at it.</summary>
internal sealed class PageRig : IAsyncDisposable
{
    public const string Script = """
        dbrp "db"."rp"
        stream
            |from()
                .measurement('cpu')
                .groupBy('host', 'service')
            |alert()
                .id('{{ index .Tags "host" }}')
                .message('{{ index .Fields "text" }}')
                .details('<h3>Load</h3><script>top.pwned = 1; pwned = 1</script><img src="x" onerror="top.pwned = 1"><b>high</b>')
                .info(lambda: "idle" < 30)
                .warn(lambda: "idle" < 20)
                .crit(lambda: "idle" < 10)
                .topic('cpu')
        """;

    private static readonly string Program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, PageFactAttribute.Browser)).FirstOrDefault(File.Exists) ?? PageFactAttribute.Browser;

    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new();
    private readonly HttpStandIn _sink = new();
    private TocsinProcess _server = null!; // Set by StartAsync.
    private IPlaywright _playwright = null!; // Set by StartAsync.
    private IBrowser _browser = null!; // Set by StartAsync.
    private long _time = 1_700_000_000;

    public string Url => _server.Url;

    public HttpClient Http => _http;

    /// <param name="configuration">The server's, as YAML; empty for none.</param>
    public static async Task<PageRig> StartAsync(string configuration = "")
    {
        var rig = new PageRig();
        rig._folder.Write("load/tasks/cpu.tick", Script);
        rig._folder.Write("load/handlers/pager.yaml", $"id: pager\ntopic: cpu\nkind: post\noptions: {{ url: '{rig._sink.Url}' }}\n");
        rig._folder.Write("load/handlers/night.yaml", $"id: night\ntopic: cpu\nkind: post\nmatch: '\"service\" == ''mail'''\noptions: {{ url: '{rig._sink.Url}' }}\n");
        rig._server = await TocsinProcess.ServeAsync(rig._folder.Path, ["--data", "data", "--load", "load", .. configuration.Length > 0 ? new[] { "--config", rig._folder.Write("tocsin.yaml", configuration) } : []]);
        rig._playwright = await Playwright.CreateAsync();
        rig._browser = await rig._playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = ["--no-sandbox", "--enable-precise-memory-info"] });
        return rig;
    }

    /// <summary>Opens the page, and counts what must never happen there.</summary>
    public async Task<IPage> OpenAsync(string path = "/ui/", int width = 1440, int height = 900, bool isDark = false, TimeSpan clockIsAhead = default)
    {
        var context = await _browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light, ReducedMotion = ReducedMotion.Reduce });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(60_000);
        Assertions.SetDefaultExpectTimeout(60_000);
        await page.AddInitScriptAsync("window.faults = []; document.addEventListener('securitypolicyviolation', e => faults.push(e.violatedDirective + ' ' + e.blockedURI)); addEventListener('error', e => faults.push(e.message)); addEventListener('unhandledrejection', e => faults.push(String(e.reason)))");
        if (clockIsAhead != default)
            await page.AddInitScriptAsync($"{{ const Right = Date, ahead = {(long)clockIsAhead.TotalMilliseconds}; Date = class extends Right {{ constructor(...given) {{ super(...(given.length ? given : [Right.now() + ahead])); }} static now() {{ return Right.now() + ahead; }} }}; }}");
        await page.GotoAsync(Url + path);
        return page;
    }

    /// <summary>Security policy violations and errors of scripts so far.</summary>
    public static Task<string[]> FaultsOf(IPage page) => page.EvaluateAsync<string[]>("window.pwned ? [...faults, 'pwned'] : faults");

    /// <summary>Writes a reading of each host.</summary>
    public async Task WriteAsync(IEnumerable<(string Host, int Idle, string Text)> readings, string service = "shop")
    {
        _time++;
        foreach (var chunk in readings.Chunk(2000))
        {
            var lines = chunk.Select((reading, i) => $"cpu,host={Tag(reading.Host)},service={service} idle={reading.Idle},text=\"{reading.Text.Replace("\\", "\\\\").Replace("\"", "\\\"")}\" {_time}{i.ToString("D9", CultureInfo.InvariantCulture)}");
            await WriteLinesAsync(string.Join('\n', lines));
        }
    }

    /// <summary>Writes line protocol.</summary>
    public async Task WriteLinesAsync(string lines)
    {
        using var body = new StringContent(lines);
        using var answer = await _http.PostAsync(new Uri($"{Url}/write?db=db&rp=rp"), body);
        answer.IsSuccessStatusCode.Should().BeTrue("{0}", await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Defines something by the API.</summary>
    public async Task SendAsync(HttpMethod method, string path, string json)
    {
        using var request = new HttpRequestMessage(method, Url + path) { Content = new StringContent(json) };
        using var answer = await _http.SendAsync(request);
        answer.IsSuccessStatusCode.Should().BeTrue("{0}", await answer.Content.ReadAsStringAsync());
    }

    public Task WriteAsync(string host, int idle) => WriteAsync([(host, idle, $"{host} has {idle} % idle")]);

    /// <summary>Ends the server as a crash does.</summary>
    public Task KillAsync() => _server.KillAsync();

    /// <summary>Starts it again where it was.</summary>
    public async Task RestartAsync()
    {
        var address = new Uri(Url).Authority;
        _server.Dispose();
        _server = TocsinProcess.Start(_folder.Path, "serve", "--http", address, "--data", "data", "--load", "load");
        await _server.WhenListeningAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        _server.Dispose();
        _sink.Dispose();
        _http.Dispose();
        _folder.Dispose();
    }

    private static string Tag(string value) => value.Replace(" ", "\\ ").Replace(",", "\\,").Replace("=", "\\=");
}
