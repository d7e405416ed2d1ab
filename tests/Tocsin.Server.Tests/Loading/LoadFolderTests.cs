using Tocsin.Engine.Hosting;
using Tocsin.Server.Loading;
using Tocsin.Server.Tests.Cli;

namespace Tocsin.Server.Tests.Loading;

public sealed class LoadFolderTests : IDisposable
{
    private const string Handler = "topic: cpu\nid: one\nkind: log\noptions: {path: /tmp/x}\n";

    private readonly CliRun _files = new();

    [Theory]
    [InlineData("tasks/a.yaml", "dbrps: 5\n", "tasks/a.yaml:1:8: dbrps must be a list of entries with db and rp")]
    [InlineData("tasks/a.yaml", "template-id: [x]\n", "tasks/a.yaml:1:14: template-id must be text")]
    [InlineData("tasks/a.yaml", "template-id: x\ntemplate-id: y\n", "tasks/a.yaml:2:1: not valid YAML: Duplicate key")]
    [InlineData("tasks/a.yaml", "- x\n", "tasks/a.yaml:1:1: the file must hold keys with values")]
    [InlineData("handlers/a.yaml", "topic: cpu\nid: [1]\nkind: log\n", "handlers/a.yaml:2:5: id must be text")]
    [InlineData("handlers/a.yaml", "topic: cpu\n id: x\n", "handlers/a.yaml:2:")]
    public async Task A_file_that_is_wrong_is_told_with_its_place(string file, string text, string error)
    {
        Write(file, text);

        (await ApplyAsync()).Should().ContainSingle().Which.Should().StartWith(Path.Combine(_files.Folder, error));
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
            $"{Path.Combine(_files.Folder, "handlers/b.yaml")}:1:1: handler \"one\" of topic \"cpu\" is defined by another file already; give one of them another id");
    }

    public void Dispose() => _files.Dispose();

    private void Write(string file, string text) => _files.File(file, text);

    private async Task<IReadOnlyList<string>> ApplyAsync()
    {
        await using var engine = new AlertEngine(new EngineSettings());
        await engine.StartAsync();
        return await new LoadFolder(engine, _files.Folder, new LoadLedger(Path.Combine(_files.Folder, "loaded.json"))).ApplyAsync();
    }
}
