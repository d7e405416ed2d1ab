using System.Diagnostics;
using Microsoft.Playwright;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace Tocsin.EndToEnd.Pages;

/// <summary>The page with ten thousand open alerts. What is counted in bytes and rows is held exactly; times depend on the machine, and have room.</summary>
public sealed class PageFiguresTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Alerts = 10_000;

    private PageRig _rig = null!; // Set before each test.

    public async Task InitializeAsync()
    {
        _rig = await PageRig.StartAsync();
        await _rig.WriteAsync(Enumerable.Range(0, Alerts).Select(i => ($"web-{i:D5}", i % 30, $"web-{i:D5} has {i % 30} % idle")));
    }

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [PageFact]
    public async Task Ten_thousand_alerts_are_as_quick_as_ten()
    {
        await _rig.Http.GetByteArrayAsync(new Uri($"{_rig.Url}/tocsin/v1/alerts?limit=60"));
        var watch = Stopwatch.StartNew();
        var answer = await _rig.Http.GetByteArrayAsync(new Uri($"{_rig.Url}/tocsin/v1/alerts?limit=60"));
        output.WriteLine($"first answer: {answer.Length} bytes, {watch.ElapsedMilliseconds} ms");
        answer.Length.Should().BeLessThan(30 * 1024);

        var page = await _rig.OpenAsync();
        await Expect(page.Locator("article").First).ToBeVisibleAsync();
        output.WriteLine($"usable: {await page.EvaluateAsync<double>("performance.now()"):F0} ms after the address was asked for");
        var loaded = await page.EvaluateAsync<int>("performance.getEntriesByType('resource').filter(e => /@/.test(e.name)).reduce((sum, e) => sum + e.encodedBodySize, 0)");
        output.WriteLine($"first load: {loaded} bytes");
        loaded.Should().BeInRange(10_000, 60 * 1024);
        await Expect(page.Locator(".sentence")).ToContainTextAsync("10,000 unacknowledged");
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(10));

        var paints = await page.EvaluateAsync<double[]>(
            """
            async () => {
                const times = [];
                for (let i = 0; i < 60; i++) {
                    const from = performance.now();
                    dispatchEvent(new KeyboardEvent('keydown', { key: 'j' }));
                    await new Promise(then => requestAnimationFrame(() => setTimeout(then)));
                    times.push(performance.now() - from);
                }
                return times.sort((a, b) => a - b);
            }
            """);
        output.WriteLine($"key to paint: p50 {paints[30]:F0} ms, p95 {paints[57]:F0} ms");
        paints[57].Should().BeLessThan(1000);

        // All the way down: the list grows, the rows that are there do not.
        for (var i = 0; i < 6; i++)
        {
            await page.EvaluateAsync("scrollTo(0, document.documentElement.scrollHeight)");
            await page.WaitForTimeoutAsync(50);
        }

        (await page.Locator(".row").CountAsync()).Should().BeLessThan(60);
        var heap = await page.EvaluateAsync<long>("performance.memory.usedJSHeapSize");
        output.WriteLine($"heap: {heap / 1024 / 1024} MB");
        heap.Should().BeLessThan(80L * 1024 * 1024);
        (await PageRig.FaultsOf(page)).Should().BeEmpty();
    }

    [PageFact]
    public async Task What_is_acknowledged_by_one_is_seen_by_another()
    {
        var (one, other) = (await _rig.OpenAsync(), await _rig.OpenAsync());
        await Expect(one.Locator("article").First).ToBeVisibleAsync();
        var first = other.Locator("article").First;
        var name = await first.Locator("strong").TextContentAsync();
        await one.Keyboard.PressAsync("j");
        await Expect(one.Locator("[data-selected] strong")).ToHaveTextAsync(name!);

        var watch = Stopwatch.StartNew();
        await one.Keyboard.PressAsync("a");
        await Expect(first.Locator("strong")).Not.ToHaveTextAsync(name!);

        output.WriteLine($"acknowledged by one, seen by another: {watch.ElapsedMilliseconds} ms");
        await Expect(other.Locator(".sentence")).ToContainTextAsync("9,999 unacknowledged");
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(10));
    }
}
