"""A coordinators' programme as the institute's folder says it; pure."""
