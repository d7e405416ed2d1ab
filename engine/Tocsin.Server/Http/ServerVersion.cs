using System.Reflection;

namespace Tocsin.Server.Http;

/// <summary>The version of this program, and of the API that it speaks.</summary>
internal static class ServerVersion
{
    /// <summary>The version of Kapacitor whose behaviour clients can expect; sent as <c>X-Kapacitor-Version</c>.</summary>
    public const string Api = "1.5.5";

    /// <summary>Such as <c>0.1.0</c>.</summary>
    public static string Text { get; } =
        typeof(ServerVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
}
