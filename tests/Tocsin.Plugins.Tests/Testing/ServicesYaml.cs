using Tocsin.Alerting.Configuration;
using Tocsin.Engine.Hosting;

namespace Tocsin.Plugins.Tests.Testing;

/// <summary>Services of the server's configuration, as they are written there.</summary>
internal static class ServicesYaml
{
    public static ServiceSections Parse(string yaml) => ConfigFile.Parse("tocsin.yaml", yaml, _ => null).Sections;
}
