using Tocsin.Engine.Hosting;
using Tocsin.Pipelines.Tasks;
using Tocsin.Server.Loading;
using Tocsin.Server.Tests.Cli;
using Tocsin.Server.Tests.Testing;

namespace Tocsin.Server.Tests.Loading;

public sealed class LoadFolderTests : IDisposable
{
    private const string Handler = "topic: cpu\nid: one\nkind: log\noptions: {path: /tmp/x}\n";
    private const string Script = "dbrp \"db\".\"rp\"\nstream|from().measurement('m')\n";

    private readonly CliRun _files = new();

    [Theory]
    [InlineData("tasks/a.yaml", "dbrps: 5\n", "tasks/a.yaml:1:8: dbrps must be a list of entries with db and rp")]
    [InlineData("tasks/a.yaml", "template-id: [x]\n", "tasks/a.yaml:1:14: template-id must be text")]
    [InlineData("tasks/a.yaml", "template-id: x\ntemplate-id: y\n", "tasks/a.yaml:2:1: not valid YAML: Duplicate key")]
    [InlineData("tasks/a.yaml", "- x\n", "tasks/a.yaml:1:3: a task is a mapping with id, template-id, dbrps and vars")]
    [InlineData("handlers/a.yaml", "topic: cpu\nid: [1]\nkind: log\n", "handlers/a.yaml:2:5: id must be text")]
    [InlineData("handlers/a.yaml", "topic: cpu\n id: x\n", "handlers/a.yaml:2:")]
    [InlineData("handlers/a.yaml", "", "handlers/a.yaml:1:1: the file is empty: write what it defines, or delete the file to delete that")]
    [InlineData("drills/a.yaml", "id: x\nname: system\ncron: '@daily'\n", "drills/a.yaml:1:1: a drill needs alarm")]
    [InlineData("silences/a.yaml", "matchers: [a=b]\nuntil: 2999-01-01\n", "silences/a.yaml:1:1: a silence in a file needs an id")]
    [InlineData("silences/a.yaml", "id: x\nmatchers: [a]\nuntil: 2999-01-01\n", "silences/a.yaml:2:11: silence option 'matchers': 'a' is not a matcher")]
    [InlineData("sources/a.yaml", " \n", "sources/a.yaml:1:1: the file is empty")]
    [InlineData("tasks/a.tick", "", "tasks/a.tick:1:1: the file is empty")]
    [InlineData("tasks/a.yaml", "", "tasks/a.yaml:1:1: the file is empty")]
    [InlineData("templates/a.tick", "", "templates/a.tick:1:1: the file is empty")]
    public async Task A_file_that_is_wrong_is_told_with_its_place(string file, string text, string error)
    {
        Write(file, text);

        (await ApplyAsync()).Should().ContainSingle().Which.Should().StartWith(Path.Combine(_files.Folder, error));
    }

    [Fact]
    public async Task Drills_are_loaded_changed_and_deleted_with_their_file()
    {
        await using var engine = new AlertEngine(new EngineSettings());
        await engine.StartAsync();
        Write("drills/pager.yaml", "id: weekly\nname: system\ncron: '@weekly'\nalarm: ops\n---\nid: daily\nname: system\ncron: '@daily'\nalarm: ops\n");

        (await FolderOf(engine).ApplyAsync(isPatient: true)).Should().BeEquivalentTo(new { Applied = 2, Total = 2, Errors = Array.Empty<string>() });
        engine.Drills.All.Select(drill => drill.Definition.Id).Should().Equal("daily", "weekly");

        Write("drills/pager.yaml", "id: weekly\nname: system\ncron: '@monthly'\nalarm: ops\n");
        await FolderOf(engine).ApplyAsync(isPatient: true);
        engine.Drills.All.Should().ContainSingle().Which.Definition.Cron.Should().Be("@monthly");
    }

    [Fact]
    public async Task Silences_are_loaded_kept_as_somebody_ended_them_and_deleted_with_their_file()
    {
        await using var engine = new AlertEngine(new EngineSettings());
        await engine.StartAsync();
        var silences = engine.Alerts.Silences;
        Write("silences/night.yaml", "id: night\nmatchers: [topic=batch]\nwhen: { from: \"22:00\", to: \"06:00\" }\n---\nid: past\nmatchers: [a=b]\nuntil: 2001-01-01\n");

        var report = await FolderOf(engine).ApplyAsync(isPatient: true);
        report.Should().BeEquivalentTo(new { Applied = 2, Total = 2, Errors = Array.Empty<string>() });
        report.Warnings.Should().ContainSingle().Which.Should().Contain("night.yaml:5:1: silence 'past': the silence would be over already");
        silences.All.Select(silence => silence.Id).Should().Equal("night");

        await silences.EndAsync("night");
        await FolderOf(engine).ApplyAsync(isPatient: true);
        silences.Find("night")!.Ended.Should().NotBeNull();

        Write("silences/night.yaml", "id: night\nmatchers: [topic=batch]\nwhen: { from: \"21:00\", to: \"06:00\" }\n");
        await FolderOf(engine).ApplyAsync(isPatient: true);
        silences.Find("night")!.Ended.Should().BeNull();

        Write("silences/night.yaml", "id: other\nmatchers: [topic=batch]\nuntil: resolved\n");
        await FolderOf(engine).ApplyAsync(isPatient: true);
        silences.All.Select(silence => silence.Id).Should().Equal("other");
    }

    [Theory]
    [InlineData("avg1")]
    [InlineData("movingAverage")] // The name of a node.
    public async Task Tasks_and_templates_whose_function_is_away_are_loaded_and_wait_for_it(string name)
    {
        await using var engine = new AlertEngine(new EngineSettings());
        await engine.StartAsync();
        await engine.Extensions.ChangeAsync(now => now.WithProcesses([], [], new Dictionary<string, string> { [name] = "the function is away" }));
        Write("tasks/a.tick", $"{Script}@{name}()\n    .size(1)\n|log()\n");
        Write("templates/m.tick", $"{Script}@{name}()|log()\n");
        Write("tasks/b.yaml", "template-id: m\n");

        foreach (var _ in new[] { "at start", "again" })
        {
            var report = await FolderOf(engine).ApplyAsync(isPatient: true);

            report.Should().BeEquivalentTo(new { Applied = 3, Total = 3, Errors = Array.Empty<string>() });
            report.Warnings.Should().HaveCount(2).And.AllSatisfy(warning => warning.Should().Contain("TS3640").And.Contain("the function is away"));
        }

        engine.Tasks.Tasks.Should().HaveCount(2).And.AllSatisfy(task => task.Error.Should().Contain("the function is away"));
    }

    [Fact]
    public async Task What_two_files_define_is_taken_from_the_first_and_told()
    {
        Write("handlers/a.yaml", Handler);
        Write("handlers/b.yaml", Handler.Replace("/tmp/x", "/tmp/y", StringComparison.Ordinal));
        Write("tasks/t.tick", "dbrp \"db\".\"rp\"\nstream|from()\n");
        Write("tasks/t.yaml", "template-id: x\n");

        (await ApplyAsync()).Should().Equal(
            $"{Path.Combine(_files.Folder, "tasks/t.yaml")}:1:1: another file of this folder defines \"t\" already; a file's name is the id: rename one of them",
            $"{Path.Combine(_files.Folder, "handlers/b.yaml")}:1:1: handler \"one\" of topic \"cpu\" is defined at {Path.Combine(_files.Folder, "handlers/a.yaml")}:1:1 already; give one of them another id");
    }

    [Fact]
    public async Task What_a_broken_write_left_deletes_nothing_and_the_rest_is_applied()
    {
        await using var engine = new AlertEngine(new EngineSettings());
        await engine.StartAsync();
        Write("tasks/a.tick", Script);
        Write("tasks/b.tick", Script);
        Write("handlers/a.yaml", Handler);
        (await FolderOf(engine).ApplyAsync(isPatient: true)).Should().BeEquivalentTo(new { Applied = 3, Total = 3, Errors = Array.Empty<string>() });

        Write("tasks/a.tick", "");
        Write("tasks/c.tick", Script);
        File.Delete(Path.Combine(_files.Folder, "tasks/b.tick"));
        var report = await FolderOf(engine).ApplyAsync(isPatient: true);

        report.Errors.Should().ContainSingle().Which.Should().Contain("tasks/a.tick:1:1: the file is empty");
        (report.Applied, report.Total).Should().Be((2, 3));
        engine.Tasks.Tasks.Select(task => (task.Id, task.IsEnabled)).Should().Equal(("a", true), ("b", true), ("c", true));

        Write("tasks/a.tick", Script);
        (await FolderOf(engine).ApplyAsync(isPatient: true)).Errors.Should().BeEmpty();
        engine.Tasks.Tasks.Select(task => task.Id).Should().Equal("a", "c");
    }

    [Fact]
    public async Task A_file_that_is_away_while_another_takes_its_place_costs_no_task()
    {
        await using var engine = new AlertEngine(new EngineSettings());
        await engine.StartAsync();
        var file = Write("tasks/a.tick", Script);
        await FolderOf(engine).ApplyAsync(isPatient: true);
        var created = engine.Tasks.Find("a")!.Created; // Just loaded.

        File.Delete(file);
        var time = new ImpatientTime();
        time.Waiting = () =>
        {
            // Half of it in the first wait, all of it in the second.
            if (time.Waits.Count <= 2)
                Write("tasks/a.tick", time.Waits.Count == 1 ? Script[..20] : Script);
        };
        (await FolderOf(engine, time).ApplyAsync(isPatient: true)).Errors.Should().BeEmpty();

        time.Waits.Should().HaveCount(3);
        engine.Tasks.Find("a").Should().BeEquivalentTo(new { Created = created, IsEnabled = true });
    }

    [Fact]
    public async Task Files_that_are_written_without_end_are_told_and_change_nothing()
    {
        await using var engine = new AlertEngine(new EngineSettings());
        await engine.StartAsync();
        var time = new ImpatientTime();
        time.Waiting = () => Write("tasks/a.tick", Script + new string('\n', time.Waits.Count));
        Write("tasks/b.tick", Script);

        (await FolderOf(engine, time).ApplyAsync(isPatient: false)).Errors.Should().ContainSingle()
            .Which.Should().Be($"the files of {_files.Folder} are written again and again for 10 s: nothing is applied; load again when that is over");
        engine.Tasks.Tasks.Should().BeEmpty();
    }

    [Fact]
    public async Task A_folder_that_is_gone_is_told_and_deletes_nothing()
    {
        await using var engine = new AlertEngine(new EngineSettings());
        await engine.StartAsync();
        Write("load/tasks/a.tick", Script);
        var load = Path.Combine(_files.Folder, "load");
        var folder = new LoadFolder(engine, load, new LoadLedger(Path.Combine(_files.Folder, "loaded.json")), new ImpatientTime());
        await folder.ApplyAsync(isPatient: true);

        Directory.Delete(load, recursive: true);
        (await folder.ApplyAsync(isPatient: true)).Errors.Should().Equal($"there is no folder {load} any more: what was loaded from it stays as it is");
        engine.Tasks.Tasks.Should().ContainSingle();
    }

    [Theory]
    [InlineData("tasks/z.tick", "stream|frm()\n", "tasks/z.tick:1:8: error TS1051")]
    [InlineData("tasks/z.yaml", "template-id: nope\ndbrps: [{db: d, rp: r}]\n", "tasks/z.yaml:1:1: unknown template nope")]
    [InlineData("handlers/z.yaml", "topic: t\nid: z\nkind: pigeon\n", "handlers/z.yaml:3:7: ")]
    [InlineData("sources/z.yaml", "id: z\nkind: generc\n", "sources/z.yaml:2:7: ")]
    [InlineData("templates/z.tick", "stream|frm()\n", "templates/z.tick:1:8: error TS1051")]
    public async Task A_start_that_is_refused_has_stored_nothing(string file, string text, string error)
    {
        await using var engine = new AlertEngine(new EngineSettings());
        await engine.StartAsync();
        Write("templates/m.tick", Script);
        Write("tasks/a.tick", Script);
        Write("tasks/b.yaml", "template-id: m\n");
        Write("handlers/h.yaml", Handler);
        Write("sources/g.yaml", "id: g\nkind: generic\ntopic: t\nauth: {bearer: x}\noptions: {id: $.id, level: $.level}\n");
        var wrong = Write(file, text);

        var refused = await FolderOf(engine).StartAsync();

        refused.Errors.Should().ContainSingle().Which.Should().StartWith(Path.Combine(_files.Folder, error));
        (engine.Tasks.Tasks.Count, engine.Templates.Find("m"), engine.Alerts.Handlers.All.Count, engine.Sources.All.Count).Should().Be((0, null, 0, 0));
        File.Delete(wrong);
        var report = await FolderOf(engine).StartAsync();
        report.Should().BeEquivalentTo(new { Applied = 5, Total = 5, Errors = Array.Empty<string>() });
        engine.Tasks.Tasks.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_start_that_is_refused_while_definitions_are_made_takes_back_those_it_made()
    {
        await using var engine = new AlertEngine(new EngineSettings());
        await engine.StartAsync();
        await engine.Tasks.CreateAsync(new TaskChange { Id = "kept", Script = Script });
        Write("tasks/a.tick", Script);
        Write("tasks/kept.tick", Script);
        Write("handlers/h.yaml", Handler);
        Write("tasks/z.tick", Script.TrimEnd() + "|sideload().source('file:///not/here').order('a.yml').field('x', 1.0)|log()\n");

        var report = await FolderOf(engine).StartAsync();

        report.Errors.Should().ContainSingle().Which.Should().Contain("/not/here");
        engine.Tasks.Tasks.Select(task => task.Id).Should().Equal("kept");
        engine.Alerts.Handlers.All.Should().BeEmpty();
    }

    [Fact]
    public async Task A_subfolder_that_is_gone_deletes_nothing_and_an_empty_one_all_it_held()
    {
        await using var engine = new AlertEngine(new EngineSettings());
        await engine.StartAsync();
        Write("tasks/a.tick", Script);
        Write("handlers/h.yaml", "topic: t\nid: h\nkind: log\noptions: {path: /tmp/x.log}\n");
        await FolderOf(engine).ApplyAsync(isPatient: true);
        var tasks = Path.Combine(_files.Folder, "tasks");

        Directory.Move(tasks, tasks + ".away");
        File.Delete(Path.Combine(_files.Folder, "handlers", "h.yaml"));
        for (var i = 0; i < 2; i++)
        {
            (await FolderOf(engine).ApplyAsync(isPatient: true)).Warnings.Should().ContainSingle().Which.Should().Be(
                $"there is no folder {tasks} any more: the tasks that were loaded from it (1) stay as they are; make it, and leave it empty to delete them");
            engine.Tasks.Tasks.Should().ContainSingle();
        }

        (await FolderOf(engine).ApplyAsync(isPatient: true)).Orphans.Should().Be(1);
        engine.Alerts.Handlers.All.Should().BeEmpty("its folder is there and holds it no more");
        Directory.CreateDirectory(tasks);
        (await FolderOf(engine).ApplyAsync(isPatient: true)).Warnings.Should().BeEmpty();
        engine.Tasks.Tasks.Should().BeEmpty();
    }

    [Fact]
    public async Task What_was_loaded_is_in_force_also_where_that_cannot_be_written_down_as_on_a_full_disk()
    {
        await using var engine = new AlertEngine(new EngineSettings());
        await engine.StartAsync();
        Write("tasks/a.tick", Script);
        (await FolderOf(engine).ApplyAsync(isPatient: true)).Warnings.Should().NotContain(warning => warning.Contains("loaded.json"));
        Directory.CreateDirectory(Path.Combine(_files.Folder, "loaded.json.new"));

        (await FolderOf(engine).ApplyAsync(isPatient: true)).Warnings.Should().NotContain(warning => warning.Contains("loaded.json"), "nothing new is to be written");
        Write("tasks/b.tick", Script);
        var report = await FolderOf(engine).ApplyAsync(isPatient: true);

        (report.Applied, report.Total, report.Errors.Count).Should().Be((2, 2, 0));
        report.Warnings.Should().ContainSingle(warning => warning.StartsWith(Path.Combine(_files.Folder, "loaded.json") + " cannot be written, "));
    }

    [Fact]
    public async Task A_task_whose_files_say_the_same_goes_on_as_it_runs()
    {
        await using var engine = new AlertEngine(new EngineSettings());
        await engine.StartAsync();
        Write("templates/t.tick", "var crit = 5.0\nstream|from().measurement('m')|alert().crit(lambda: \"v\" > crit)\n");
        Write("tasks/a.yaml", "template-id: t\ndbrps: [{db: db, rp: rp}]\nvars: {crit: {type: float, value: 7.5}}\n");
        (await FolderOf(engine).ApplyAsync(isPatient: true)).Errors.Should().BeEmpty();
        var running = engine.Running.Find("a");

        await FolderOf(engine).ApplyAsync(isPatient: true);
        engine.Running.Find("a").Should().NotBeNull().And.BeSameAs(running);

        Write("tasks/a.yaml", "template-id: t\ndbrps: [{db: db, rp: rp}]\n");
        (await FolderOf(engine).ApplyAsync(isPatient: true)).Errors.Should().BeEmpty();
        engine.Running.Find("a").Should().NotBeNull().And.NotBeSameAs(running);
        engine.Tasks.Find("a")!.Vars.Should().BeEmpty(); // Just loaded.
    }

    [Fact]
    public async Task A_task_of_a_template_that_gets_a_script_of_its_own_runs_it()
    {
        await using var engine = new AlertEngine(new EngineSettings());
        await engine.StartAsync();
        Write("templates/t.tick", "stream|from().measurement('m')\n");
        var file = Write("tasks/a.yaml", "template-id: t\ndbrps: [{db: db, rp: rp}]\n");
        await FolderOf(engine).ApplyAsync(isPatient: true);

        File.Delete(file);
        Write("tasks/a.tick", Script);
        (await FolderOf(engine).ApplyAsync(isPatient: true)).Errors.Should().BeEmpty();
        engine.Tasks.Find("a").Should().BeEquivalentTo(new { TemplateId = "", Script = Script, IsEnabled = true });
    }

    public void Dispose() => _files.Dispose();

    private string Write(string file, string text) => _files.File(file, text);

    private LoadFolder FolderOf(AlertEngine engine, TimeProvider? time = null) => new(engine, _files.Folder, new LoadLedger(Path.Combine(_files.Folder, "loaded.json")), time ?? new ImpatientTime());

    private async Task<IReadOnlyList<string>> ApplyAsync()
    {
        await using var engine = new AlertEngine(new EngineSettings());
        await engine.StartAsync();
        return (await FolderOf(engine).ApplyAsync(isPatient: false)).Errors;
    }
}
