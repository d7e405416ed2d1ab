namespace Tocsin.Sdk.TestKit;

/// <summary>How the other side of a <see cref="DeliveryContract"/> behaves.</summary>
public enum OtherSide
{
    /// <summary>It takes what it is given.</summary>
    Well,

    /// <summary>It is not there.</summary>
    Gone,

    /// <summary>It is there and never does anything.</summary>
    Silent,

    /// <summary>It says what makes no sense.</summary>
    Garbled,
}
