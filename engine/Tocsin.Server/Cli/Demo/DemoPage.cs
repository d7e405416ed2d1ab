using System.Globalization;
using System.Net;
using System.Text;
using Spectre.Console;
using Tocsin.Dsl.Binding;
using Tocsin.Engine.Hosting;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Server.Http;
using Tocsin.Server.Http.Hosting;

namespace Tocsin.Server.Cli.Demo;

/// <summary>The demo's engine with its page, until somebody ends it: with what was wrong forty seconds into the data, as if that were now.</summary>
internal sealed class DemoPage(Terminal terminal)
{
    /// <summary>Of the data, where one alert is critical and another begins to be.</summary>
    private const long WorstAfter = 40_000_000_000;

    public async Task ShowAsync(AlertEngine engine, Dbrp source, CancellationToken cancellationToken)
    {
        var lines = UntilNow(DemoFiles.Points.Split('\n', StringSplitOptions.RemoveEmptyEntries), engine.Time.GetUtcNow());
        await engine.Writer.WriteAsync(Encoding.UTF8.GetBytes(lines), source.Database, source.RetentionPolicy, Precision.Parse("n")).ConfigureAwait(false);
        var page = HttpServer.Build(engine, new IPEndPoint(IPAddress.Loopback, 0));
        await using (page.ConfigureAwait(false))
        {
            await page.StartAsync(cancellationToken).ConfigureAwait(false);
            terminal.Console.WriteLine();
            terminal.Console.MarkupLineInterpolated($"The page: [bold]{page.Urls.First()}{RouteTable.PagesBase}/[/]  Ctrl+C ends it.");
            await page.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static string UntilNow(string[] lines, DateTimeOffset now)
    {
        var first = TimeOf(lines[0]);
        var shift = (now.ToUnixTimeMilliseconds() * 1_000_000) - first - WorstAfter;
        return string.Join('\n', lines.Where(line => TimeOf(line) - first <= WorstAfter)
            .Select(line => line[..(line.LastIndexOf(' ') + 1)] + (TimeOf(line) + shift).ToString(CultureInfo.InvariantCulture)));
    }

    private static long TimeOf(string line) => long.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
}
