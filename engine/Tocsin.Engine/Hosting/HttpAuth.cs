namespace Tocsin.Engine.Hosting;

/// <summary>Whether callers of the HTTP API must say who they are.</summary>
public enum HttpAuth
{
    /// <summary>As soon as there is a user.</summary>
    Auto,

    /// <summary>Always.</summary>
    On,

    /// <summary>Never: whoever reaches the server may do everything.</summary>
    Off,
}
