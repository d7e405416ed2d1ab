namespace Tocsin.Plugins.PagerDuty;

/// <summary>The lengths PagerDuty takes.</summary>
internal static class Limits
{
    /// <summary>Characters of the key that makes several events one incident.</summary>
    public const int Key = 255;

    /// <summary>Characters of the title.</summary>
    public const int Summary = 1024;

    /// <summary>Bytes of a whole event; PagerDuty's own limit is 512 KB.</summary>
    public const int Event = 512_000;
}
