using Tocsin.Engine.Hosting;
using Tocsin.Server.Loading;
using Tocsin.Server.Tests.Cli;
using Tocsin.Server.Tests.Testing;

namespace Tocsin.Server.Tests.Definitions;

/// <summary>A folder is read in one way: <c>check</c> refuses what a server that loads it refuses, in the same words.</summary>
public sealed class FolderRoadTests : IDisposable
{
    private const string Script = "dbrp \"db\".\"rp\"\nstream|from().measurement('m')|alert().crit(lambda: \"v\" > 1).topic('cpu')\n";
    private const string Batch = "dbrp \"db\".\"rp\"\nbatch|query(";
    private const string Template = "var crit float\nstream|from().measurement('n')|alert().crit(lambda: \"v\" > crit).topic('cpu')\n";
    private const string Handler = "topic: cpu\nid: one\nkind: log\noptions: {path: /tmp/x}\n";
    private const string Vars = "vars: {crit: {type: float, value: 7.5}}\n";

    private readonly CliRun _files = new();

    [Theory]
    [InlineData("tasks/a.tick", "stream|from()\n", "{0}:1:1: must specify dbrp; begin the script with a line such as dbrp \"telegraf\".\"autogen\"")]
    [InlineData("tasks/a.tick", "\n", "{0}:1:1: the file is empty: write what it defines, or delete the file to delete that")]
    [InlineData("tasks/a b.tick", Script, "{0}:1:1: task ID must contain only letters, numbers, '-', '.' and '_'. \"a b\"; a file's name is the id: rename it")]
    [InlineData("tasks/cpu.json", "{}", "{0}:1:1: another file of this folder defines \"cpu\" already; a file's name is the id: rename one of them")]
    [InlineData("tasks/a.yaml", "dbrps: 5\n", "{0}:1:8: dbrps must be a list of entries with db and rp")]
    [InlineData("tasks/a.yaml", "template-id: t\ndbrps: [{db: d}]\nvars: {crit: {type: flot, value: 7}}\n", "{0}:3:7: *flot*")]
    [InlineData("tasks/a.yaml", "dbrps: [{db: d, rp: r}]\n", "{0}:1:1: the file names no template: write template-id: ID of one, or put a script into a file that ends in .tick")]
    [InlineData("tasks/a.yaml", "template-id: nope\ndbrps: [{db: d, rp: r}]\n", "{0}:1:1: unknown template nope: *")]
    [InlineData("tasks/a.yaml", "template-id: t\n" + Vars, "{0}:1:1: must specify dbrp*")]
    [InlineData("tasks/a.yaml", "template-id: t\ndbrps: [{db: d, rp: r}]\n", "{0}*missing value for var \"crit\"*")]
    [InlineData("tasks/a.tick", Batch + "'SELECT v FROM m').every(1m).period(1m)\n", "{0}:2:7: error TS*the measurement 'm' is not fully qualified*", "{0}:2:7: error TS3540: *is not fully qualified*")]
    [InlineData("tasks/a.tick", Batch + "'SELECT v FROM \"dbx\".\"rp\".\"m\"').every(1m).period(1m)\n", "{0}:2:7: error TS3540: *the query reads \"dbx\".\"rp\", which is not one*")]
    [InlineData("tasks/a.tick", Batch + "'SELECT').every(1m).period(1m)\n", "{0}:2:7: error TS3600: *", "{0}:2:7: error TS3540: *")]
    [InlineData("templates/u.tick", "stream|frm()\n", "{0}:1:8: error TS1051: *")]
    [InlineData("handlers/a.yaml", "", "{0}:1:1: the file is empty: *")]
    [InlineData("handlers/a.yaml", "topic: t\nid: x\nkind: generic\noptions: {id: $.id}\n", "{0}:3:7: kind 'generic' is a kind of source, not of handler: put its definition into the folder sources")]
    [InlineData("handlers/a.yaml", "id: x\nkind: log\noptions: {path: /tmp/x}\n", "{0}:1:1: handler topic must not be empty. Name the topic whose events the handler gets: topic: NAME")]
    [InlineData("handlers/a.yaml", "topic: t\nid: x\nkind: aggregate\noptions: {topic: t, interval: 1s}\n", "{0}:4:10: events would go round in a circle: topic 't' -> 't' (handler 'x'); hand them to *")]
    [InlineData("handlers/z.yaml", "topic: t\nid: x\nkind: publish\noptions: {topics: [u]}\n---\ntopic: u\nid: y\nkind: publish\noptions: {topics: [t]}\n", "{0}:9:10: events would go round in a circle: topic 'u' -> 't' (handler 'y') -> 'u' (handler 'x'); hand them to *")]
    [InlineData("handlers/z.yaml", Handler, "{0}:1:1: handler \"one\" of topic \"cpu\" is defined at *cpu.yaml:1:1 already; give one of them another id")]
    [InlineData("sources/a.yaml", Handler, "{0}:3:7: kind 'log' is a kind of handler, not of source: put its definition into the folder handlers")]
    [InlineData("sources/a.yaml", "id: a\nkind: generc\n", "{0}:2:7: unsupported source kind 'generc'; did you mean 'generic'?")]
    [InlineData("sources/a.yaml", "id: a\nkind: generic\ntopic: cpu\nauth: {bearer: s3cret}\noptions: {id: 'a-$.id', level: $.level}\n", "{0}:5:15: *'a-$.id' is the same for all events: a path within a text is written in braces, such as cpu-{{$.host}}")]
    [InlineData("sources/a.yaml", "id: a\nkind: generic\ntopic: cpu\nauth: {bearer: s3cret}\noptions: {id: $.id, level: $.level, dedupe-key: x}\n", "{0}:5:49: *'x' is the same for all events, so that all after the first would be taken for repeats*")]
    public async Task What_a_server_refuses_check_refuses(string name, string text, string expected, string? served = null)
    {
        WriteGood();
        var file = Write(name, text);

        var report = await LoadAsync();
        (await _files.RunAsync("check", _files.Folder)).Should().Be(1, _files.Output);

        report.Errors.Should().ContainSingle().Which.Should().Match(string.Format(null, served ?? expected, file));
        _files.Output.Should().Match("*" + string.Format(null, expected, file) + "*").And.Contain(" checked: 1 error, ");
    }

    [Fact]
    public async Task What_a_server_loads_check_finds_nothing_in()
    {
        WriteGood();

        var report = await LoadAsync();
        report.Errors.Should().BeEmpty();
        report.Warnings.Should().BeEmpty();
        (await _files.RunAsync("check", "--strict", _files.Folder)).Should().Be(0, _files.Output);
        _files.Output.Should().EndWith("5 files checked: 0 errors, 0 warnings\n");
    }

    [Theory]
    [InlineData("task/a.tick", Script, "{1}/task: the folder is not read: did you mean tasks?")]
    [InlineData("Handlers/a.yaml", Handler, "{1}/Handlers: the folder is not read: did you mean handlers?")]
    [InlineData("tasks/a.TICK", Script, "{0}: the file is not read: its name must end in .tick, not .TICK")]
    [InlineData("tasks/a.tck", Script, "{0}: the file is not read: its name must end in .tick, not .tck")]
    [InlineData("handlers/a.tick", Script, "{0}: the file is not read: handlers holds files that end in .yaml, .yml, .json")]
    [InlineData("templates/a.yaml", "template-id: t\n", "{0}: the file is not read: templates holds files that end in .tick")]
    [InlineData("tasks/team/a.tick", Script, "{1}/tasks/team: the folder is not read: put its files into {1}/tasks itself")]
    [InlineData("a.tick", Script, "{0}: the file is not read: scripts of tasks go into tasks, templates into templates")]
    public async Task What_is_not_read_is_warned_of(string name, string text, string expected)
    {
        var isPart = name.StartsWith("task/", StringComparison.Ordinal) || name.StartsWith("Handlers/", StringComparison.Ordinal);
        if (!isPart)
            WriteGood();
        Directory.CreateDirectory(Path.Combine(_files.Folder, "sources"));
        var file = Write(name, text);
        expected = string.Format(null, expected, file, _files.Folder);

        (await LoadAsync()).Warnings.Should().Contain(expected);
        (await _files.RunAsync("check", _files.Folder)).Should().Be(0, _files.Output);
        _files.Output.Should().Contain($"warning {expected}\n");
    }

    [Theory]
    [InlineData("task", "tasks")]
    [InlineData("handler", "handlers")]
    public async Task A_folder_of_nearly_the_name_of_one_beside_it_is_warned_of(string name, string meant)
    {
        WriteGood();
        Write($"{name}/b.tick", Script);
        Write("tasks-old/c.tick", Script);
        Write("resources/d.yaml", Handler);
        var expected = $"{_files.Folder}/{name}: the folder is not read: did you mean {meant}?";

        (await LoadAsync()).Warnings.Should().Equal(expected);
        await _files.RunAsync("check", _files.Folder);
        _files.Output.Should().Contain($"warning {expected}\n");
    }

    [Fact]
    public async Task A_folder_with_nothing_but_misspelt_folders_is_one_to_load()
    {
        Write("taks/a.tick", Script);
        Write("tempaltes/t.tick", Template);
        Write("handler/cpu.yaml", Handler);
        var warnings = (await LoadAsync()).Warnings;

        (await _files.RunAsync("check", _files.Folder)).Should().Be(0, _files.Output);

        warnings.Should().HaveCount(3);
        foreach (var warning in warnings)
            _files.Output.Should().Contain($"warning {warning}\n");
    }

    [Fact]
    public async Task Other_files_of_people_are_not_spoken_of()
    {
        WriteGood();
        foreach (var name in new[] { "README.md", "scripts/a.csx", "functions/f.csx", ".git/config", "tasks/README.md", "tasks/a.tick.bak", "tasks/.a.tick.swp", "handlers/notes.txt", "tests/a.lp" })
            Write(name, "x");

        (await LoadAsync()).Warnings.Should().BeEmpty();
        (await _files.RunAsync("check", "--strict", _files.Folder)).Should().Be(0, _files.Output);
    }

    [Fact]
    public async Task A_topic_that_is_published_to_and_that_nobody_listens_to_is_warned_of_by_both()
    {
        WriteGood();
        var file = Write("handlers/p.yaml", "topic: cpu\nid: p\nkind: publish\noptions: {topics: [ops]}\n---\ntopic: cpu\nid: d\nkind: aggregate\noptions: {topic: digest, interval: 5m}\n");
        string[] expected =
        [
            $"{file}:4:10: handler 'p' publishes to the topic 'ops', and no handler listens there",
            $"{file}:9:10: handler 'd' publishes to the topic 'digest', and no handler listens there",
        ];

        (await LoadAsync()).Warnings.Should().Equal(expected);
        (await _files.RunAsync("check", _files.Folder)).Should().Be(0, _files.Output);
        _files.Output.Should().Contain($"warning {expected[0]}\n").And.Contain($"warning {expected[1]}\n");

        Write("handlers/q.yaml", "topic: ops\nid: q\nkind: log\noptions: {path: /tmp/x}\n---\ntopic: digest\nid: q\nkind: log\noptions: {path: /tmp/x}\n");
        (await LoadAsync()).Warnings.Should().BeEmpty();
        (await _files.RunAsync("check", "--strict", _files.Folder)).Should().Be(0, _files.Output);
    }

    [Fact]
    public async Task Keys_of_a_task_that_are_misspelt_are_warned_of_by_both()
    {
        WriteGood();
        var file = Write("tasks/a.yaml", "template-id: t\ndbrp: [{db: d, rp: r}]\ndbrps: [{db: d, rp: r}]\nvarz: {}\n" + Vars);
        Write("tasks/b.yaml", "template-id: t\ndbrps: [{db: d, rp: r}]\nvras: {}\n");

        (await LoadAsync()).Warnings.Should().Contain(warning => warning.Contains("b.yaml:3:1: a task has no key 'vras', it is ignored; did you mean 'vars'?"));
        (await _files.RunAsync("check", _files.Folder)).Should().Be(1);
        _files.Output.Should().Contain("b.yaml:3:1: a task has no key 'vras', it is ignored; did you mean 'vars'?");
        (await _files.RunAsync("check", file)).Should().Be(0, "it is right so far as it can be seen alone");
    }

    [Fact]
    public async Task A_file_that_is_no_text_does_not_hide_the_others()
    {
        WriteGood();
        File.WriteAllBytes(Write("handlers/b.yaml", ""), [0x69, 0xff, 0x0a]);
        File.WriteAllBytes(Write("tasks/b.tick", ""), [0x69, 0xff, 0x0a]);
        File.WriteAllBytes(Write("elsewhere/b.tick", ""), [0x69, 0xff, 0x0a]);
        File.WriteAllBytes(Write("elsewhere/b.yaml", ""), [0x69, 0xff, 0x0a]);
        Write("tasks/c.tick", "stream|frm()\n");

        (await LoadAsync()).Errors.Should().HaveCount(3);
        (await _files.RunAsync("check", _files.Folder)).Should().Be(1);
        _files.Output.Should().Contain("handlers/b.yaml is not text in UTF-8").And.Contain("tasks/b.tick is not text in UTF-8").And.Contain("elsewhere/b.tick is not text in UTF-8")
            .And.Contain("elsewhere/b.yaml is not text in UTF-8").And.Contain("tasks/c.tick:1:8: error").And.EndWith("10 files checked: 5 errors, 0 warnings\n");
    }

    [Fact]
    public async Task Handlers_that_change_their_direction_are_loaded_in_any_order()
    {
        await using var engine = new AlertEngine(new EngineSettings());
        await engine.StartAsync();
        var folder = new LoadFolder(engine, _files.Folder, new LoadLedger(Path.Combine(_files.Folder, "loaded.json")), new ImpatientTime());
        var file = Write("handlers/a.yaml", "topic: a\nid: there\nkind: publish\noptions: {topics: [b]}\n");
        (await folder.ApplyAsync(isPatient: true)).Errors.Should().BeEmpty();

        File.WriteAllText(file, "topic: b\nid: back\nkind: publish\noptions: {topics: [a]}\n");
        (await folder.ApplyAsync(isPatient: true)).Errors.Should().BeEmpty();
        engine.Alerts.Handlers.All.Select(handler => handler.Target.ToString()).Should().Equal("b/back");

        File.WriteAllText(file, "topic: a\nid: there\nkind: publish\noptions: {topics: [b]}\n---\ntopic: b\nid: back\nkind: publish\noptions: {topics: [c]}\n");
        (await folder.ApplyAsync(isPatient: true)).Errors.Should().BeEmpty();
        engine.Alerts.Handlers.All.Select(handler => handler.Target.ToString()).Should().Equal("a/there", "b/back");
    }

    public void Dispose() => _files.Dispose();

    private void WriteGood()
    {
        Write("tasks/cpu.tick", Script);
        Write("templates/t.tick", Template);
        Write("tasks/made.yaml", "template-id: t\ndbrps: [{db: db, rp: rp}]\n" + Vars);
        Write("handlers/cpu.yaml", Handler);
        Write("sources/s.yaml", "id: s\nkind: generic\ntopic: cpu\nauth: { bearer: x }\noptions: { id: $.id, level: $.level, dedupe-key: $.no }\n");
    }

    private string Write(string file, string text) => _files.File(file, text);

    private async Task<LoadReport> LoadAsync()
    {
        await using var engine = new AlertEngine(new EngineSettings());
        await engine.StartAsync();
        using var state = new TempFolder();
        return await new LoadFolder(engine, _files.Folder, new LoadLedger(Path.Combine(state.Path, "loaded.json")), new ImpatientTime()).ApplyAsync(isPatient: false);
    }
}
