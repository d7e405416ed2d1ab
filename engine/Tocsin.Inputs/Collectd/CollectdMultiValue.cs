namespace Tocsin.Inputs.Collectd;

/// <summary>What becomes of several values of one reading.</summary>
public enum CollectdMultiValue
{
    /// <summary>A point for each.</summary>
    Split,

    /// <summary>One point.</summary>
    Join,
}
