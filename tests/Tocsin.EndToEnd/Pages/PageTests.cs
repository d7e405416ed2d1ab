using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tocsin.EndToEnd.Pages;

/// <summary>The page in Chromium, before a real server with real handlers.</summary>
public sealed class PageTests : IAsyncLifetime
{
    private PageRig _rig = null!; // Set before each test.

    public async Task InitializeAsync() => _rig = await PageRig.StartAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [PageFact]
    public async Task Ten_tasks_are_done_by_keyboard_alone()
    {
        await _rig.WriteAsync([("web-1", 5, "web-1 has 5 % idle"), ("web-2", 15, "web-2 has 15 % idle"), ("web-3", 25, "web-3 has 25 % idle")]);
        var page = await _rig.OpenAsync();
        var rows = page.Locator("article");
        await Expect(rows).ToHaveCountAsync(3);
        await Expect(page.Locator(".sentence")).ToContainTextAsync("1 critical, ◆ 1 warning, ● 1 info, 3 unacknowledged");

        // 1: from the page to who was notified, with the outcome, in two presses.
        await PressAsync(page, "j", "Enter");
        await Expect(page.Locator(".told")).ToContainTextAsync("cpu/pager delivered");
        await Expect(page.Locator(".told")).ToContainTextAsync("answered status 200");
        await Expect(page.Locator(".told")).ToContainTextAsync("cpu/night not notified its match \"service\" == 'mail' does not hold");
        await Expect(page.Locator(".rule.true")).ToContainTextAsync("\"idle\" was 5");

        // 2 and 3: acknowledge there, and back to the list.
        await PressAsync(page, "a");
        await Expect(page.Locator(".story header")).ToContainTextAsync("acknowledged by somebody");
        await PressAsync(page, "Escape");
        await Expect(rows.Nth(0)).ToContainTextAsync("web-2");
        await Expect(rows.Nth(2)).ToContainTextAsync("acknowledged");

        // 4: take it back.
        await PressAsync(page, "Escape", "End", "A");
        await Expect(page.Locator("article", new() { HasText = "web-1" })).Not.ToContainTextAsync("acknowledged");

        // 5: a note.
        await PressAsync(page, "n");
        await Expect(page.Locator("textarea")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("disk is full");
        await PressAsync(page, "Enter");
        await Expect(page.Locator(".said")).ToContainTextAsync("noted on web-1");

        // 6 and 7: silence, and end the silence.
        await PressAsync(page, "s", "Enter");
        await Expect(page.Locator(".said")).ToContainTextAsync("silenced 1 open alert until");
        await Expect(page.Locator("article", new() { HasText = "web-1" })).ToContainTextAsync("silenced for");
        await PressAsync(page, "u");
        await Expect(page.Locator(".said")).ToContainTextAsync("ended the silence of web-1");

        // 8: search.
        await PressAsync(page, "Escape", "/");
        await page.Keyboard.TypeAsync("host=web-3");
        await Expect(rows).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Control+a");
        await PressAsync(page, "Delete", "Escape");
        await Expect(rows).ToHaveCountAsync(3);

        // 9: fold, and open a fold.
        await PressAsync(page, "f");
        await Expect(page.Locator(".foldrow")).ToContainTextAsync("1 critical, 1 warning, 1 info");
        await PressAsync(page, "j", "Enter");
        await Expect(rows).ToHaveCountAsync(3);
        await PressAsync(page, "f", "f");

        // 10: the lists of operators, and the keys.
        await PressAsync(page, "3");
        await Expect(page.Locator("tbody th")).ToHaveTextAsync(["cpu"]);
        await PressAsync(page, "]");
        await Expect(page.Locator("tbody th")).ToHaveTextAsync(["cpu/night", "cpu/pager"]);
        await PressAsync(page, "?");
        await Expect(page.Locator("dialog")).ToContainTextAsync("next list");
        await PressAsync(page, "Escape", "2");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Noise");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(3);
        (await PageRig.FaultsOf(page)).Should().BeEmpty();
    }

    [PageFact]
    public async Task Hostile_texts_are_shown_as_text_and_the_policy_has_nothing_to_stop()
    {
        await _rig.WriteAsync(HostileTexts.All.Select(text => (text, 5, text)));
        var page = await _rig.OpenAsync("/ui/", height: 4000);
        page.Dialog += (_, _) => throw new InvalidOperationException("a text was run");
        var names = page.Locator("article strong");
        await Expect(names).ToHaveCountAsync(HostileTexts.All.Count);

        (await names.EvaluateAllAsync<string[]>("all => all.map(one => one.textContent)")).Should().BeEquivalentTo(HostileTexts.All);
        (await page.Locator("article .message").EvaluateAllAsync<string[]>("all => all.map(one => one.textContent)")).Should().BeEquivalentTo(HostileTexts.All);
        foreach (var text in HostileTexts.All.Take(10))
        {
            await page.GotoAsync($"{_rig.Url}/ui/alerts?topic=cpu&id={Uri.EscapeDataString(text)}");
            await Expect(page.Locator(".story h1")).ToContainTextAsync(text.Trim());
            await Expect(page.FrameLocator("iframe").Locator("b")).ToHaveTextAsync("high");
            (await PageRig.FaultsOf(page)).Should().BeEmpty();
        }
    }

    [PageFact]
    public async Task Nothing_moves_while_a_row_is_selected_and_r_lets_it()
    {
        await _rig.WriteAsync([("a", 15, "a"), ("b", 25, "b")]);
        var page = await _rig.OpenAsync();
        var rows = page.Locator("article strong");
        await Expect(rows).ToHaveTextAsync(["a", "b"]);
        await PressAsync(page, "End");

        await _rig.WriteAsync([("b", 5, "b is worse"), ("c", 5, "c"), ("a", 90, "a")]);

        await Expect(page.Locator(".waiting")).ToHaveTextAsync("3 changes, press r");
        await Expect(rows).ToHaveTextAsync(["a", "b"]);
        await Expect(page.Locator("article").Nth(1)).ToContainTextAsync("CRITICAL");
        await Expect(page.Locator("article").Nth(0)).ToContainTextAsync("over");
        await PressAsync(page, "r");
        await Expect(rows).ToHaveCountAsync(2);
        (await rows.AllTextContentsAsync()).Should().BeEquivalentTo("b", "c");
    }

    [PageFact]
    public async Task It_says_since_when_it_is_not_live_and_goes_on_after_a_restart()
    {
        await _rig.WriteAsync("web-1", 5);
        var page = await _rig.OpenAsync();
        await Expect(page.Locator("article")).ToHaveCountAsync(1);

        await _rig.KillAsync();
        await Expect(page.Locator(".notlive")).ToContainTextAsync("not live since", new() { Timeout = 10_000 });
        await Expect(page.Locator("article")).ToHaveCountAsync(1);

        await _rig.RestartAsync();
        await Expect(page.Locator(".notlive")).ToHaveCountAsync(0);
        await _rig.WriteAsync("web-2", 5);
        await Expect(page.Locator("article")).ToHaveCountAsync(2);
    }

    [PageFact]
    public async Task Who_must_sign_in_does_and_sees_the_buttons_of_their_roles()
    {
        await _rig.WriteAsync("web-1", 5);
        await AddAsync("root", "admin");
        using var root = new HttpRequestMessage(HttpMethod.Post, $"{_rig.Url}/tocsin/v1/users") { Content = new StringContent("""{"name":"eve","password":"correct horse","roles":["read"]}""") };
        root.Headers.Authorization = new("Basic", Convert.ToBase64String("root:correct horse"u8));
        (await _rig.Http.SendAsync(root)).EnsureSuccessStatusCode();
        var page = await _rig.OpenAsync();

        await page.Locator("[name=name]").FillAsync("eve");
        await page.Locator("[name=password]").FillAsync("wrong");
        await PressAsync(page, "Enter");
        await Expect(page.Locator(".problem")).ToBeVisibleAsync();
        await page.Locator("[name=password]").FillAsync("correct horse");
        await PressAsync(page, "Enter");

        await Expect(page.Locator("article")).ToHaveCountAsync(1);
        await Expect(page.Locator("article button")).ToHaveCountAsync(0);
        await PressAsync(page, "j", "a");
        await Expect(page.Locator(".said")).ToContainTextAsync("it takes the role respond");
        await page.GotoAsync(_rig.Url + "/ui/operate/users");
        await Expect(page.Locator(".empty")).ToContainTextAsync("not for you");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out eve" }).ClickAsync();
        await Expect(page.Locator(".signin")).ToBeVisibleAsync();
        (await PageRig.FaultsOf(page)).Should().BeEmpty();
    }

    private async Task AddAsync(string name, string role)
    {
        using var body = new StringContent($$"""{"name":"{{name}}","password":"correct horse","roles":["{{role}}"]}""");
        (await _rig.Http.PostAsync(new Uri($"{_rig.Url}/tocsin/v1/users"), body)).EnsureSuccessStatusCode();
    }

    private static async Task PressAsync(IPage page, params string[] keys)
    {
        foreach (var key in keys)
            await page.Keyboard.PressAsync(key);
    }
}
