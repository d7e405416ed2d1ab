using System.Diagnostics;

namespace Tocsin.EndToEnd;

/// <summary>A plugin as somebody else writes it: outside of this repository, with nothing but the published SDK.</summary>
internal static class PluginProject
{
    /// <summary>Others build at the same time.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private static readonly string Project = $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <NuGetAudit>false</NuGetAudit>
            <EnableDynamicLoading>true</EnableDynamicLoading>
          </PropertyGroup>
          <ItemGroup>
            <Reference Include="{Path.Combine(Path.GetDirectoryName(Built.Server) ?? "", "Tocsin.Sdk.dll")}" Private="false" />
          </ItemGroup>
        </Project>
        """;

    private const string Code = """
        using System.Net.Http.Json;
        using Tocsin.Sdk;

        [HandlerOptions]
        internal sealed record RelayOptions
        {
            public required Uri Url { get; init; }
        }

        [AlertHandler("relay")]
        internal sealed class RelayHandler(RelayOptions options, HttpClient http) : IAlertHandler
        {
            private static readonly int Version = typeof(RelayHandler).Assembly.GetName().Version!.Major;

            public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
            {
                var message = new { id = alert.Id, number = int.Parse(alert.Message), version = Version };
                using var reply = await http.PostAsJsonAsync(options.Url, message, cancellationToken);
                return Delivery.FromStatus(reply.StatusCode);
            }
        }
        """;

    /// <summary>Builds a version of the plugin, of handlers of kind <c>relay</c>, and answers with the folder to copy.</summary>
    public static async Task<string> BuildAsync(string folder, int version)
    {
        File.WriteAllText(Path.Combine(folder, "Relay.csproj"), Project);
        File.WriteAllText(Path.Combine(folder, "Relay.cs"), Code);
        var output = Path.Combine(Path.GetDirectoryName(folder) ?? "", $"relay-{version}");
        var start = new ProcessStartInfo("dotnet", ["build", "-c", "Release", $"-p:Version={version}.0.0", "-o", output, "--disable-build-servers"])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true,
        };
        // Left by the build that runs these tests, they would point this one to its own files.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        using var build = Process.Start(start) ?? throw new InvalidOperationException("the build does not start");
        var text = await build.StandardOutput.ReadToEndAsync().WaitAsync(Limit);
        await build.WaitForExitAsync().WaitAsync(Limit);
        build.ExitCode.Should().Be(0, text);
        return output;
    }
}
