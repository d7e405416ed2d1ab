using Tocsin.Server.Cli;

namespace Tocsin.Server.Tests.Cli;

public sealed class ConfigChoiceTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _variables = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_command_line_goes_before_the_variable_and_nothing_else_is_looked_for()
    {
        _variables["HOME"] = _folder.Path;
        var file = _folder.Write(".kapacitor/kapacitor.conf", "");

        PathOf(null).Should().BeNull();
        UnreadPath(null).Should().Be(file);
        _variables["KAPACITOR_CONFIG_PATH"] = "b.conf";
        PathOf(null).Should().Be("b.conf");
        UnreadPath(null).Should().BeNull("something else is named");
        PathOf("a.conf").Should().Be("a.conf");
        _variables["KAPACITOR_CONFIG_PATH"] = "/dev/null";
        PathOf(null).Should().BeNull();
        UnreadPath(null).Should().BeNull("none is wanted");
    }

    [Fact]
    public void The_file_of_the_system_is_found_where_there_is_none_at_home()
    {
        UnreadPath(null).Should().BeNull();
        var file = _folder.Write("etc/kapacitor/kapacitor.conf", "");

        UnreadPath(null).Should().Be(file);
        UnreadPath("other.yaml").Should().BeNull();
    }

    private string? PathOf(string? given) => ConfigChoice.PathOf(given, Terminal);

    private string? UnreadPath(string? given) => ConfigChoice.UnreadPath(given, Terminal, _folder.Of("etc"));

    private Terminal Terminal => new(TextWriter.Null, TextWriter.Null, false, name => _variables.GetValueOrDefault(name));
}
