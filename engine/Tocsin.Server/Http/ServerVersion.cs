using System.Reflection;

namespace Tocsin.Server.Http;

/// <summary>The version of this program.</summary>
internal static class ServerVersion
{
    /// <summary>Such as <c>0.1.0</c>.</summary>
    public static string Text { get; } =
        typeof(ServerVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
}
