using Tocsin.Engine.Plugins;
using Tocsin.Engine.Tests.Testing;

namespace Tocsin.Engine.Tests.Plugins;

public sealed class FrameworkAssembliesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void What_does_not_stand_beside_the_program_is_the_frameworks()
    {
        var names = FrameworkAssemblies.Find(
            [Path.Combine("net", "System.Runtime.dll"), Path.Combine("web", "Microsoft.AspNetCore.dll"), Path.Combine("app", "tocsin.dll"), Path.Combine("app", "YamlDotNet.dll")],
            "app", "net", []);

        names.Should().BeEquivalentTo("System.Runtime", "Microsoft.AspNetCore");
    }

    [Fact]
    public void Of_a_program_with_net_of_its_own_the_list_of_what_it_was_made_of_tells()
    {
        var list = Path.Combine(_folder.Path, "tocsin.deps.json");
        File.WriteAllText(list, """
            {"targets": {"net/linux-x64": {
              "tocsin/0.1.0": {"runtime": {"tocsin.dll": {}}},
              "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/10.0.0": {"runtime": {"System.Runtime.dll": {}}, "native": {"libcoreclr.so": {}}},
              "runtimepack.Microsoft.AspNetCore.App.Runtime.linux-x64/10.0.0": {"runtime": {"Microsoft.AspNetCore.dll": {}}},
              "YamlDotNet/1.0.0": {"runtime": {"lib/net10.0/YamlDotNet.dll": {}}}}}}
            """);

        var names = FrameworkAssemblies.Find(
            new[] { "System.Runtime.dll", "Microsoft.AspNetCore.dll", "tocsin.dll", "YamlDotNet.dll" }.Select(file => Path.Combine("app", file)), "app", "app", [list]);

        names.Should().BeEquivalentTo("System.Runtime", "Microsoft.AspNetCore");
    }

    [Fact]
    public void Of_one_in_a_single_file_everything_is()
    {
        var names = FrameworkAssemblies.Find([Path.Combine("app", "System.Runtime.dll"), Path.Combine("app", "tocsin.dll")], "app", "app", [Path.Combine(_folder.Path, "gone.deps.json")]);

        names.Should().BeEquivalentTo("System.Runtime", "tocsin");
    }

    public void Dispose() => _folder.Dispose();
}
