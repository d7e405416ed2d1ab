using System.Text.Json;
using static Microsoft.Playwright.Assertions;

namespace Tocsin.EndToEnd.Pages;

/// <summary>What nobody sends on purpose, and somebody sends some day.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private const int Tags = 200;
    private const int LongMessage = 1024 * 1024;

    private PageRig _rig = null!; // Set before each test.

    public async Task InitializeAsync() => _rig = await PageRig.StartAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [PageFact]
    public async Task A_hundred_thousand_alerts_show_the_same_first_screen()
    {
        const int Alerts = 100_000;

        // Of a topic without handlers: what is delivered is no matter here, and would take a minute.
        await _rig.SendAsync(HttpMethod.Post, "/kapacitor/v1/tasks", JsonSerializer.Serialize(new
        {
            id = "many", status = "enabled", dbrps = new[] { new { db = "db", rp = "rp" } },
            script = "stream|from().measurement('many').groupBy('host')|alert().id('{{ index .Tags \"host\" }}').message('slow').details('')"
                + ".info(lambda: \"idle\" < 30).warn(lambda: \"idle\" < 20).crit(lambda: \"idle\" < 10).topic('many')",
        }));
        foreach (var part in Enumerable.Range(0, Alerts).Chunk(20_000))
            await _rig.WriteLinesAsync(string.Join('\n', part.Select(i => $"many,host=web-{i:D6},service=shop idle={i % 30} 1700000000{i:D9}")));
        (await _rig.Http.GetByteArrayAsync(new Uri($"{_rig.Url}/tocsin/v1/alerts?limit=60"))).Length.Should().BeLessThan(36 * 1024);

        var page = await _rig.OpenAsync();

        await Expect(page.Locator(".sentence")).ToContainTextAsync("100,000 unacknowledged");
        await Expect(page.Locator("article").First).ToBeVisibleAsync();
        (await page.Locator(".row").CountAsync()).Should().BeLessThan(60);
        await page.Keyboard.PressAsync("End");
        await Expect(page.Locator("[data-selected]")).ToHaveCountAsync(1);
        (await PageRig.FaultsOf(page)).Should().BeEmpty();
    }

    [PageFact]
    public async Task Two_hundred_tags_and_a_message_of_a_megabyte_leave_the_page_as_wide_as_the_phone()
    {
        await _rig.SendAsync(HttpMethod.Post, "/kapacitor/v1/tasks", JsonSerializer.Serialize(new
        {
            id = "wide", status = "enabled", dbrps = new[] { new { db = "db", rp = "rp" } },
            script = "stream|from().measurement('wide').groupBy(*)|alert().id('wide').message('{{ index .Fields \"text\" }}').crit(lambda: TRUE).topic('wide')",
        }));
        var tags = string.Concat(Enumerable.Range(0, Tags).Select(i => $",name{i:D3}=value-{i}-{new string('x', i)}"));
        await _rig.WriteLinesAsync($"wide{tags} text=\"{new string('m', LongMessage)}\" 1700000000000000000");
        var page = await _rig.OpenAsync("/ui/", width: 320, height: 568);
        await Expect(page.Locator("article")).ToContainTextAsync("mmm");
        (await SidewaysAsync()).Should().Be(0);

        await page.GotoAsync($"{_rig.Url}/ui/alerts?topic=wide&id=wide");

        await Expect(page.Locator(".story .tag")).ToHaveCountAsync(20);
        await page.GetByText("180 more tags").ClickAsync();
        await Expect(page.Locator(".story .tag")).ToHaveCountAsync(Tags);
        (await page.Locator(".story .message").TextContentAsync())!.Length.Should().BeLessThan(5000, "nobody reads a megabyte");
        (await SidewaysAsync()).Should().Be(0);
        (await PageRig.FaultsOf(page)).Should().BeEmpty();

        Task<int> SidewaysAsync() => page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
    }

    [PageFact]
    public async Task Ages_go_by_the_server_and_a_wrong_clock_is_named()
    {
        await _rig.WriteAsync("web-1", 5);
        foreach (var (ahead, word) in new[] { (TimeSpan.FromHours(3), "fast"), (TimeSpan.FromHours(-3), "slow") })
        {
            var page = await _rig.OpenAsync(clockIsAhead: ahead);

            await Expect(page.Locator(".sentence")).ToContainTextAsync(word);
            await Expect(page.Locator(".sentence")).Not.ToContainTextAsync("data 3 h");
            await Expect(page.Locator(".notlive")).ToHaveCountAsync(0);
            (await PageRig.FaultsOf(page)).Should().BeEmpty();
        }
    }

    [PageFact]
    public async Task Data_of_the_future_does_not_break_an_age()
    {
        var later = TimeProvider.System.GetUtcNow().AddHours(5).ToUnixTimeMilliseconds();
        await _rig.WriteLinesAsync($"cpu,host=ahead,service=shop idle=5,text=\"ahead\" {later}000000");

        var page = await _rig.OpenAsync("/ui/alerts?topic=cpu&id=ahead");

        await Expect(page.Locator(".story header")).ToContainTextAsync("ahead");
        (await page.Locator(".story header").TextContentAsync()).Should().NotContain("NaN").And.NotContain("Invalid");
        (await PageRig.FaultsOf(page)).Should().BeEmpty();
    }

    [PageFact]
    public async Task Two_people_who_acknowledge_at_once_both_see_it_acknowledged()
    {
        await _rig.WriteAsync("web-1", 5);
        var pages = await Task.WhenAll(_rig.OpenAsync(), _rig.OpenAsync());
        foreach (var page in pages)
        {
            await Expect(page.Locator("article")).ToHaveCountAsync(1);
            await page.Keyboard.PressAsync("j");
        }

        await Task.WhenAll(pages.Select(page => page.Keyboard.PressAsync("a")));

        foreach (var page in pages)
        {
            await Expect(page.Locator("article")).ToContainTextAsync("acknowledged");
            await Expect(page.Locator(".sentence")).ToContainTextAsync("all acknowledged");
            (await PageRig.FaultsOf(page)).Should().BeEmpty();
        }
    }

    [PageFact]
    public async Task The_age_of_the_data_is_known_before_anybody_looks()
    {
        await _rig.WriteAsync("web-1", 5);

        var page = await _rig.OpenAsync();

        await Expect(page.Locator(".sentence")).ToContainTextAsync(" old");
        await Expect(page.Locator(".sentence")).Not.ToContainTextAsync("no data");
    }

    [PageFact]
    public async Task The_chart_shows_the_value_at_each_change_with_its_limits()
    {
        await _rig.WriteAsync("web-1", 15);
        await _rig.WriteAsync("web-1", 5);
        await _rig.WriteAsync("web-1", 90);

        var page = await _rig.OpenAsync("/ui/alerts?topic=cpu&id=web-1");

        await Expect(page.Locator(".chart .mark")).ToHaveTextAsync(["◆", "▲", "✓"]);
        await Expect(page.Locator(".chart .threshold text").First).ToBeVisibleAsync();
        (await page.Locator(".chart").GetAttributeAsync("aria-label")).Should().Contain(": 15, WARNING").And.Contain(": 5, CRITICAL").And.Contain(": 90, OK");
    }
}
