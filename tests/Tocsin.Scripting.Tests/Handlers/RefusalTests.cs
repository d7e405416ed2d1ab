using Tocsin.Alerting.Definitions;
using Tocsin.Alerting.Handlers;
using Tocsin.Scripting.Tests.Testing;

namespace Tocsin.Scripting.Tests.Handlers;

/// <summary>What is refused when a handler is defined, and in which words.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly ScriptRig _rig = new();

    [Fact]
    public void Every_error_is_told_with_file_line_and_column()
    {
        var file = _rig.File("bad.csx", "var a = 1;\nvar b = nope + a;\nreturn 5;\n");

        _rig.TryHandler("""{"file": "bad.csx"}""", out var error).Should().BeNull();

        error.Should().Be(
            $"handler kind 'csharp': option 'file': {file}:2:9: error CS0103: The name 'nope' does not exist in the current context\n" +
            $"handler kind 'csharp': option 'file': {file}:3:8: error CS0029: Cannot implicitly convert type 'int' to 'Tocsin.Sdk.Delivery'");
    }

    [Fact]
    public void An_error_in_a_loaded_file_is_told_at_its_place()
    {
        var file = _rig.File("lib.csx", "\n  int F() => \"x\";\n");
        _rig.File("h.csx", "#load \"lib.csx\"\nF();\n");

        _rig.TryHandler("""{"file": "h.csx"}""", out var error);

        error.Should().Contain($"{file}:2:14: error CS0029: Cannot implicitly convert type 'string' to 'int'");
    }

    [Theory]
    [InlineData("h.csx", "")]
    [InlineData("lib.csx", "#load \"h.csx\"\n")]
    public void A_script_that_loads_itself_is_told(string loaded, string lib)
    {
        var library = _rig.File("lib.csx", lib);
        var file = _rig.File("h.csx", $"#load \"{loaded}\"\nreturn Delivery.Done;\n");

        _rig.TryHandler("""{"file": "h.csx"}""", out var error).Should().BeNull();

        error.Should().Be($"handler kind 'csharp': option 'file': {(lib.Length > 0 ? library : file)}: error: #load leads back to {file}, which is compiled here: put what both need into a file of its own");
    }

    [Theory]
    [InlineData("#load \"gone.csx\"", ":1:7: error CS1504*#load takes the path of a file*")]
    [InlineData("#r \"nuget: Newtonsoft.Json\"", ":1:1: error CS0006*packages are not fetched*")]
    [InlineData("Tocsin.Engine.Hosting.AlertEngine e;", ":1:8: error CS0234*")]
    [InlineData("unsafe void F(int* p) { }", ":1:13: error CS0227*")]
    public void What_a_script_cannot_have_is_told(string script, string error)
    {
        var file = _rig.File("h.csx", script);

        _rig.TryHandler("""{"file": "h.csx"}""", out var told);

        told.Should().Match($"*{file}{error}");
    }

    [Fact]
    public void A_pipe_is_not_waited_for()
    {
        using (var made = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(_rig.Folder, "pipe.csx")]))
            made.WaitForExit();

        _rig.TryHandler("""{"file": "pipe.csx"}""", out var error).Should().BeNull();

        error.Should().Contain("pipe.csx");
    }

    [Fact]
    public void A_missing_file_is_told_with_its_path_and_where_paths_begin()
    {
        _rig.TryHandler("""{"file": "gone.csx"}""", out var error);

        error.Should().Be(
            $"handler kind 'csharp': option 'file': there is no file {_rig.Folder}/gone.csx: relative paths begin at the folder of scripts, {_rig.Folder} here unless the path leads elsewhere");
    }

    [Theory]
    [InlineData("""{}""", "*option 'code': the handler needs a script*")]
    [InlineData("""{"file": "a.csx", "code": "return null;"}""", "*option 'code': a handler is one script*")]
    [InlineData("""{"code": ";", "options": {"t": "${env:TOCSIN_NO_SUCH}"}}""", "*option 'options.t': the environment variable TOCSIN_NO_SUCH is not set")]
    [InlineData("""{"code": "x"}""", "*option 'code': code:1:1: error CS0103: The name 'x' does not exist in the current context")]
    public void Options_are_checked(string options, string error)
    {
        _rig.TryHandler(options, out var told).Should().BeNull();

        told.Should().Match(error);
    }

    [Fact]
    public void Handler_files_are_checked_with_their_own_line_and_that_of_the_script()
    {
        var script = _rig.File("bad.csx", "nope();");
        var entry = HandlerFile.Parse("topic: cpu\nid: h\nkind: csharp\noptions:\n  file: bad.csx\n", "h.yaml").Entries.Should().ContainSingle().Subject;

        entry.ErrorsWith(_rig.Host.AddTo(HandlerKinds.BuiltIn), static _ => null).Select(problem => problem.ToString()).Should().Equal(
            $"h.yaml:5:9: handler kind 'csharp': option 'file': {script}:1:1: error CS0103: The name 'nope' does not exist in the current context");
    }

    public void Dispose() => _rig.Dispose();
}
