namespace Tocsin.Alerting.Deliveries;

/// <summary>What keeps escalations and repeats back.</summary>
internal enum DeliveryCondition
{
    /// <summary>Nothing.</summary>
    Never,

    /// <summary>Somebody has acknowledged the alert.</summary>
    Acknowledged,
}
