using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tocsin.EndToEnd.Pages;

/// <summary>Rules written on the page: the graph that lives, the editor with the server's help, and work that is never lost.</summary>
public sealed class AuthorTests : IAsyncLifetime
{
    private const string Note = "// on call: dana\n";

    private PageRig _rig = null!; // Set before each test.

    public async Task InitializeAsync() => _rig = await PageRig.StartAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [PageFact]
    public async Task A_rule_is_found_understood_changed_and_saved_by_keyboard()
    {
        await _rig.WriteAsync([("web-1", 5, "a"), ("web-2", 50, "b")]);
        var page = await _rig.OpenAsync();
        await Expect(page.Locator("article")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("4");
        await Expect(page.Locator("tbody tr")).ToContainTextAsync("✓ runs");
        await page.Locator("tbody a").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        // What runs, with numbers that go on.
        await Expect(page.Locator(".graph .node .name")).ToHaveTextAsync(["stream0", "from1", "alert2"]);
        await Expect(page.Locator(".graph .edge text").Last).ToHaveTextAsync("2");
        await _rig.WriteAsync([("web-2", 50, "b")]);
        await Expect(page.Locator(".graph .edge text").Last).ToHaveTextAsync("3");

        // The server's own words on what is being written.
        await EditorAsync(page);
        await page.Keyboard.PressAsync("i");
        await page.Keyboard.PressAsync("Control+End");
        await page.Keyboard.TypeAsync("    .crti(lambda: TRUE)");
        await Expect(page.Locator(".mistakes")).ToContainTextAsync("crti");
        await Expect(page.Locator(".cm-lintRange-error").First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Control+s");
        await Expect(page.Locator(".refused")).ToContainTextAsync("crti");
        (await ScriptAsync()).Should().Be(PageRig.Script, "what is refused changes nothing");
        await page.Keyboard.PressAsync("Control+z");
        await page.Keyboard.PressAsync("Control+a");
        await PasteAsync(page, Note + PageRig.Script + "\n        .");
        await page.Keyboard.TypeAsync("stateC");
        await Expect(page.Locator(".cm-tooltip-autocomplete li[aria-selected]")).ToContainTextAsync("stateChangesOnly");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".edited .facts")).ToContainTextAsync("warning");
        await page.Keyboard.PressAsync("Control+s");

        await Expect(page.Locator(".said")).ToContainTextAsync("saved cpu, which runs so now");
        (await ScriptAsync()).Should().StartWith(Note + PageRig.Script).And.Contain(".stateChangesOnly(");
        await page.Locator("h1").ClickAsync();
        await page.Keyboard.PressAsync("e");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToContainTextAsync("disabled");
        (await PageRig.FaultsOf(page)).Should().BeEmpty("the policy has no exception for the editor");
    }

    [PageFact]
    public async Task The_server_tells_of_what_the_mouse_rests_on()
    {
        var page = await _rig.OpenAsync("/ui/tasks/cpu");
        await (await EditorAsync(page)).GetByText("groupBy").HoverAsync();

        await Expect(page.Locator(".cm-told").First).ToContainTextAsync("groupBy");
        (await PageRig.FaultsOf(page)).Should().BeEmpty();
    }

    [PageFact]
    public async Task What_somebody_else_saved_meanwhile_is_shown_and_joined()
    {
        var page = await _rig.OpenAsync("/ui/tasks/cpu");
        await EditorAsync(page);
        await page.Keyboard.PressAsync("i");
        await page.Keyboard.PressAsync("Control+Home");
        await PasteAsync(page, Note);
        await Expect(page.Locator(".saving")).ToContainTextAsync("not saved: the script");

        await SaveElsewhereAsync(PageRig.Script.Replace("\"idle\" < 10", "\"idle\" < 8", StringComparison.Ordinal));

        await Expect(page.Locator(".conflict .added").First).ToContainTextAsync("\"idle\" < 8");
        await Expect(page.Locator(".conflict .added").Last).ToContainTextAsync(Note.Trim());
        await page.Keyboard.PressAsync("Control+s");
        await Expect(page.Locator(".conflict")).ToBeVisibleAsync();
        (await ScriptAsync()).Should().NotContain(Note, "nothing is overwritten before somebody says so");
        await page.GetByRole(AriaRole.Button, new() { Name = "Put yours into theirs" }).ClickAsync();
        await Expect(page.Locator(".conflict")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and run" }).ClickAsync();

        await Expect(page.Locator(".said")).ToContainTextAsync("saved cpu");
        (await ScriptAsync()).Should().StartWith(Note).And.Contain("\"idle\" < 8");
    }

    [PageFact]
    public async Task What_is_not_saved_is_there_again_when_the_page_is()
    {
        var page = await _rig.OpenAsync("/ui/tasks/cpu");
        await EditorAsync(page);
        await page.Keyboard.PressAsync("i");
        await page.Keyboard.PressAsync("Control+Home");
        await PasteAsync(page, Note);
        await Expect(page.Locator(".saving")).ToContainTextAsync("not saved: the script");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("?");
        await Expect(page.Locator("dialog")).ToContainTextAsync("into the editor (Escape leaves it)");

        await page.ReloadAsync();

        await Expect(page.Locator(".restored")).ToContainTextAsync("did not save is here again");
        await Expect(await EditorAsync(page)).ToContainTextAsync(Note.Trim());
        await page.GotoAsync(_rig.Url + "/ui/tasks");
        await Expect(page.Locator("tbody th")).ToContainTextAsync("not saved");
        (await ScriptAsync()).Should().Be(PageRig.Script);
    }

    [PageFact]
    public async Task A_task_of_a_template_is_a_form()
    {
        await _rig.SendAsync(HttpMethod.Post, "/kapacitor/v1/templates", """{"id":"limit","script":"// of how much it may have\nvar crit = 10.0\nvar every = 5m\nstream|from().measurement('cpu')|window().period(every).every(every)|max('idle')|alert().crit(lambda: \"max\" < crit)"}""");
        await _rig.SendAsync(HttpMethod.Post, "/kapacitor/v1/tasks", """{"id":"web","template-id":"limit","status":"enabled","dbrps":[{"db":"db","rp":"rp"}],"vars":{"crit":{"type":"float","value":7}}}""");
        var page = await _rig.OpenAsync("/ui/tasks/web");
        await Expect(page.GetByLabel("every")).ToHaveValueAsync("5m");
        await page.GetByLabel("crit").FillAsync("nine");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and run" }).ClickAsync();
        await Expect(page.Locator(".refused")).ToContainTextAsync("crit");

        await page.GetByLabel("crit").FillAsync("9");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and run" }).ClickAsync();

        await Expect(page.Locator(".said")).ToContainTextAsync("saved web, which runs so now");
        var vars = JsonSerializer.Deserialize<JsonElement>(await _rig.Http.GetStringAsync(new Uri($"{_rig.Url}/kapacitor/v1/tasks/web"))).GetProperty("vars");
        vars.EnumerateObject().Select(one => $"{one.Name}={one.Value.GetProperty("value")}").Should().Equal("crit=9");
    }

    [PageFact]
    public async Task A_change_is_tried_on_data_beside_what_is_saved_by_keyboard()
    {
        const string Points = "cpu,host=a,service=x idle=5,text=\"a\" 1600000000000000000\ncpu,host=b,service=x idle=50,text=\"b\" 1600000060000000000\nno point\n";
        var page = await _rig.OpenAsync("/ui/tasks/cpu");
        await EditorAsync(page);
        await page.Keyboard.PressAsync("t");
        await page.Keyboard.InsertTextAsync(Points);
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator(".tryout tbody tr")).ToHaveCountAsync(1);
        await Expect(page.Locator(".tryout tbody tr")).ToContainTextAsync("▲ CRITICAL");
        await Expect(page.Locator(".tryout")).ToContainTextAsync("line 3 of the data is left out");

        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("i");
        await page.Keyboard.PressAsync("Control+a");
        await PasteAsync(page, PageRig.Script.Replace("\"idle\" < 10", "\"idle\" < 60", StringComparison.Ordinal));
        await Expect(page.Locator(".tryout")).ToContainTextAsync("it was changed since");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("t");
        await page.Keyboard.PressAsync("Control+Enter");

        await Expect(page.Locator(".tryout [role=status] strong")).ToHaveTextAsync("+1 new, −0 gone, 0 moved.");
        await Expect(page.Locator(".tryout tbody tr")).ToHaveCountAsync(1);
        await Expect(page.Locator(".tryout tbody tr")).ToContainTextAsync("+ new");
        await Expect(page.Locator(".tryout li").First).ToContainTextAsync("cpu/pager: 2 notifications");
        (await ScriptAsync()).Should().Be(PageRig.Script, "nothing is saved");
        (await _rig.Http.GetStringAsync(new Uri($"{_rig.Url}/tocsin/v1/alerts"))).Should().NotContain("\"id\":\"b\"", "nobody is notified");
        (await PageRig.FaultsOf(page)).Should().BeEmpty();
    }

    [PageFact]
    public async Task What_a_script_cannot_be_tried_on_is_said()
    {
        var page = await _rig.OpenAsync("/ui/tasks/cpu");
        await EditorAsync(page);
        await page.Keyboard.PressAsync("t");
        await page.GetByLabel("Data").SelectOptionAsync("recording");
        await Expect(page.Locator(".tryout")).ToContainTextAsync("There is no recording of a stream here");

        await page.GetByLabel("Data").SelectOptionAsync("influxdb");
        await page.GetByRole(AriaRole.Button, new() { Name = "Try", Exact = true }).ClickAsync();

        await Expect(page.Locator(".tryout .problem")).ToContainTextAsync("the configuration of this server has none");
    }

    [PageFact]
    public async Task A_template_is_tried_with_the_variables_of_a_task_that_is_made_from_it()
    {
        await _rig.SendAsync(HttpMethod.Post, "/kapacitor/v1/templates", """{"id":"limit","script":"var crit float\nstream|from().measurement('cpu')|alert().crit(lambda: \"idle\" < crit)"}""");
        await _rig.SendAsync(HttpMethod.Post, "/kapacitor/v1/tasks", """{"id":"web","template-id":"limit","status":"enabled","dbrps":[{"db":"db","rp":"rp"}],"vars":{"crit":{"type":"float","value":7}}}""");
        var page = await _rig.OpenAsync("/ui/templates/limit");
        await Expect(page.Locator("[data-editor=ready]")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("t");
        await page.GetByLabel("Points, as line protocol").FillAsync("cpu idle=5 1600000000000000000");
        await page.GetByRole(AriaRole.Button, new() { Name = "Try", Exact = true }).ClickAsync();
        await Expect(page.Locator(".tryout .problem")).ToContainTextAsync("crit");

        await page.GetByLabel("With the variables of").SelectOptionAsync("web");
        await page.GetByRole(AriaRole.Button, new() { Name = "Try", Exact = true }).ClickAsync();

        await Expect(page.Locator(".tryout [role=status] strong")).ToContainTextAsync("1 problem");
    }

    private static async Task<ILocator> EditorAsync(IPage page)
    {
        await Expect(page.Locator("[data-editor=ready]")).ToBeVisibleAsync();
        await Expect(page.Locator(".edited .facts")).ToContainTextAsync("warning");
        return page.Locator(".cm-content");
    }

    private static Task PasteAsync(IPage page, string text) => page.Locator(".cm-content").EvaluateAsync(
        "(editor, text) => { const data = new DataTransfer(); data.setData('text/plain', text); editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); }", text);

    private async Task<string> ScriptAsync() =>
        JsonSerializer.Deserialize<JsonElement>(await _rig.Http.GetStringAsync(new Uri($"{_rig.Url}/kapacitor/v1/tasks/cpu?script-format=raw"))).GetProperty("script").GetString() ?? "";

    private Task SaveElsewhereAsync(string script) => _rig.SendAsync(HttpMethod.Patch, "/kapacitor/v1/tasks/cpu", JsonSerializer.Serialize(new { script }));
}
