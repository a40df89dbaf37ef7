import { type Right, type RightsByType, serviceLinkedRole } from "./right";

const ELB = "elasticloadbalancing:{region}:{account}:";
const LOAD_BALANCER = `${ELB}loadbalancer/app/{name}/*`;
const LISTENER = `${ELB}listener/app/{name}/*`;
const LISTENER_RULE = `${ELB}listener-rule/app/{name}/*`;
const TARGET_GROUP = `${ELB}targetgroup/{name}/*`;
const WEB_ACL = "wafv2:{region}:{account}:regional/webacl/{name}/*";
const CERTIFICATE = "acm:{region}:{account}:certificate/*";

const READ: Right = { actions: ["elasticloadbalancing:Describe*"], on: ["*"] };
const ELB_TAGS = ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"];

/** The public endpoint: load balancer, CloudFront, certificate, DNS and WAF. */
export const ENDPOINT_RIGHTS: RightsByType = {
  "aws:lb/loadBalancer:LoadBalancer": {
    rights: [
      READ,
      {
        actions: [
          "elasticloadbalancing:CreateLoadBalancer",
          "elasticloadbalancing:DeleteLoadBalancer",
          "elasticloadbalancing:ModifyLoadBalancerAttributes",
          "elasticloadbalancing:SetIpAddressType",
          "elasticloadbalancing:SetSecurityGroups",
          "elasticloadbalancing:SetSubnets",
          ...ELB_TAGS,
        ],
        on: [LOAD_BALANCER],
      },
      serviceLinkedRole("elasticloadbalancing.amazonaws.com"),
    ],
  },
  "aws:lb/targetGroup:TargetGroup": {
    rights: [
      READ,
      {
        actions: [
          "elasticloadbalancing:CreateTargetGroup",
          "elasticloadbalancing:DeleteTargetGroup",
          "elasticloadbalancing:ModifyTargetGroup",
          "elasticloadbalancing:ModifyTargetGroupAttributes",
          ...ELB_TAGS,
        ],
        on: [TARGET_GROUP],
      },
    ],
  },
  "aws:lb/listener:Listener": {
    named: "loadBalancerArn",
    rights: [
      READ,
      { actions: ["elasticloadbalancing:CreateListener"], on: [LOAD_BALANCER] },
      {
        actions: [
          "elasticloadbalancing:DeleteListener",
          "elasticloadbalancing:ModifyListener",
          "elasticloadbalancing:ModifyListenerAttributes",
          ...ELB_TAGS,
        ],
        on: [LISTENER],
      },
    ],
  },
  "aws:lb/listenerRule:ListenerRule": {
    named: "listenerArn",
    rights: [
      READ,
      { actions: ["elasticloadbalancing:CreateRule"], on: [LISTENER] },
      {
        actions: [
          "elasticloadbalancing:DeleteRule",
          "elasticloadbalancing:ModifyRule",
          "elasticloadbalancing:SetRulePriorities",
          ...ELB_TAGS,
        ],
        on: [LISTENER_RULE],
      },
    ],
  },
  "aws:cloudfront/distribution:Distribution": {
    rights: [
      { actions: ["cloudfront:CreateDistribution"], on: ["*"] },
      {
        actions: [
          "cloudfront:DeleteDistribution",
          "cloudfront:GetDistribution",
          "cloudfront:GetDistributionConfig",
          "cloudfront:ListTagsForResource",
          "cloudfront:TagResource",
          "cloudfront:UntagResource",
          "cloudfront:UpdateDistribution",
        ],
        on: ["cloudfront::{account}:distribution/*"],
      },
    ],
  },
  "aws:acm/certificate:Certificate": {
    rights: [
      { actions: ["acm:RequestCertificate"], on: ["*"] },
      {
        actions: [
          "acm:AddTagsToCertificate",
          "acm:DeleteCertificate",
          "acm:DescribeCertificate",
          "acm:ListTagsForCertificate",
          "acm:RemoveTagsFromCertificate",
          "acm:UpdateCertificateOptions",
        ],
        on: [CERTIFICATE],
      },
    ],
  },
  "aws:acm/certificateValidation:CertificateValidation": {
    rights: [{ actions: ["acm:DescribeCertificate"], on: [CERTIFICATE] }],
  },
  "aws:route53/record:Record": {
    rights: [
      {
        actions: ["route53:ChangeResourceRecordSets"],
        on: ["route53:::hostedzone/{zone}"],
        // The zone may contain other people's records.
        condition: {
          "ForAllValues:StringLike": {
            "route53:ChangeResourceRecordSetsNormalizedRecordNames": "{record}",
          },
        },
      },
      {
        actions: ["route53:GetHostedZone", "route53:ListResourceRecordSets"],
        on: ["route53:::hostedzone/{zone}"],
      },
      { actions: ["route53:GetChange"], on: ["route53:::change/*"] },
    ],
  },
  "aws:wafv2/webAcl:WebAcl": {
    rights: [
      {
        actions: ["wafv2:CreateWebACL", "wafv2:UpdateWebACL"],
        on: [WEB_ACL, "wafv2:{region}:{account}:regional/managedruleset/*"],
      },
      {
        actions: [
          "wafv2:DeleteWebACL",
          "wafv2:GetWebACL",
          "wafv2:ListTagsForResource",
          "wafv2:TagResource",
          "wafv2:UntagResource",
        ],
        on: [WEB_ACL],
      },
    ],
  },
  "aws:wafv2/webAclAssociation:WebAclAssociation": {
    rights: [
      { actions: ["elasticloadbalancing:SetWebAcl"], on: ["*"] },
      // AWS checks this right on the web ACL and on the load balancer.
      {
        actions: [
          "wafv2:AssociateWebACL",
          "wafv2:DisassociateWebACL",
          "wafv2:GetWebACL",
          "wafv2:GetWebACLForResource",
        ],
        on: ["wafv2:{region}:{account}:regional/webacl/*", `${ELB}loadbalancer/app/*`],
      },
    ],
  },
};
