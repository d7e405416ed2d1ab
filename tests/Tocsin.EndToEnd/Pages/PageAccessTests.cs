using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tocsin.EndToEnd.Pages;

/// <summary>Every page for everybody: axe-core finds nothing, on no size and in no theme, and nothing scrolls sideways.</summary>
public sealed class PageAccessTests : IAsyncLifetime
{
    private const string Axe = "node_modules/axe-core/axe.min.js";

    private static readonly (int Width, int Height)[] Sizes = [(1440, 900), (768, 1024), (375, 667), (320, 568)];

    private PageRig _rig = null!; // Set before each test.

    public async Task InitializeAsync()
    {
        _rig = await PageRig.StartAsync();
        await _rig.WriteAsync(Enumerable.Range(0, 12).Select(i => ($"web-{i:D2}", (i % 3 * 10) + 5, $"web-{i:D2} is slow, and this message is longer than a phone is wide")));
        using var body = new StringContent("""{"matchers":["host=web-03"],"until":"resolved","comment":"a long reason that does not fit on a phone","by":"dana"}""");
        (await _rig.Http.PostAsync(new Uri($"{_rig.Url}/tocsin/v1/silences"), body)).EnsureSuccessStatusCode();
    }

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [PageFact(needs: Axe)]
    public async Task Axe_finds_nothing_and_nothing_scrolls_sideways()
    {
        var axe = await File.ReadAllTextAsync(Built.Web(Axe));
        var wrong = new List<string>();
        foreach (var (width, height) in Sizes)
        {
            foreach (var isDark in new[] { false, true })
            {
                var page = await _rig.OpenAsync("/ui/", width, height, isDark);
                await LookAsync("list", page.Locator("article"));
                await page.Keyboard.PressAsync("j");
                await page.Keyboard.PressAsync("s");
                await LookAsync("dialog", page.Locator("dialog"));
                await page.Keyboard.PressAsync("Escape");
                await page.Keyboard.PressAsync("f");
                await LookAsync("folds", page.Locator(".foldrow"));
                foreach (var (path, shown) in new[]
                {
                    ("/ui/alerts?topic=cpu&id=web-00", ".told"), ("/ui/alerts/cpu/web-00", ".told"), ("/ui/noise", ".hours"), ("/ui/operate/tasks", "tbody"), ("/ui/operate/handlers", "tbody"), ("/ui/operate/ledger", "tbody"),
                    ("/ui/operate/silences", "tbody"), ("/ui/operate/letters", ".empty"),
                    ("/ui/tasks", "tbody"), ("/ui/tasks/cpu", ".cm-content"), ("/ui/templates", ".empty"), ("/ui/nowhere", ".empty"),
                })
                {
                    await page.GotoAsync(_rig.Url + path);
                    await LookAsync(path, page.Locator(shown));
                    if (path != "/ui/tasks/cpu")
                        continue;
                    await page.Keyboard.PressAsync("t");
                    await page.Keyboard.InsertTextAsync("cpu,host=web-00 idle=5 1600000000000000000\nno point\nmem free=1 1600000000000000000\n");
                    await page.Keyboard.PressAsync("Control+Enter");
                    await LookAsync("try on data", page.Locator(".tryout tbody"));
                }

                (await PageRig.FaultsOf(page)).Should().BeEmpty();
                await page.Context.CloseAsync();

                async Task LookAsync(string what, ILocator shown)
                {
                    await Expect(shown.First).ToBeVisibleAsync();
                    var name = $"{what} at {width} {(isDark ? "dark" : "light")}";
                    if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth") is > 0 and var over)
                        wrong.Add($"{name}: scrolls {over} px sideways");
                    if (width is not (1440 or 375))
                        return;
                    await page.EvaluateAsync(axe);
                    var found = await page.EvaluateAsync<JsonElement>("axe.run(document, { iframes: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] })");
                    wrong.AddRange(found.GetProperty("violations").EnumerateArray().Select(fault => $"{name}: {fault.GetProperty("id")} {fault.GetProperty("nodes")[0].GetProperty("html")} {fault.GetProperty("nodes")[0].GetProperty("failureSummary")}"));
                }
            }
        }

        string.Join("\n", wrong).Should().BeEmpty();
    }
}
