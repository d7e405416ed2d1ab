namespace Tocsin.EndToEnd;

/// <summary>A plugin as somebody else writes it: outside of this repository, with nothing but the published SDK.</summary>
internal static class PluginProject
{
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
            <Reference Include="{Path.Combine(Path.GetDirectoryName(Built.Server) ?? "", "sdk", "Tocsin.Sdk.dll")}" Private="false" />
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
        await Dotnet.RunAsync(folder, "build", "-c", "Release", $"-p:Version={version}.0.0", "-o", output, "--disable-build-servers");
        return output;
    }
}
