import { countables } from "./word-lists.js";

export const people = countables(`
  名 | 工程师 | engineer
  名 | 设计师 | designer
  名 | 产品经理 | product manager
  名 | 数据科学家 | data scientist
  名 | 销售员 | salesperson | salespeople
  名 | 实习生 | intern
  名 | 研究员 | researcher
  名 | 程序员 | programmer
  名 | 会计 | accountant
  名 | 客服人员 | support agent
  位 | 顾问 | consultant
  位 | 专家 | expert
`);

export const things = countables(`
  台 | 服务器 | server
  台 | 电脑 | computer
  台 | 机器人 | robot
  台 | 打印机 | printer
  块 | 显卡 | graphics card
  块 | 屏幕 | screen
  块 | 电池 | battery | batteries
  个 | 传感器 | sensor
  个 | 摄像头 | camera
  部 | 手机 | phone
  张 | 桌子 | desk
  把 | 椅子 | chair
  架 | 无人机 | drone
  辆 | 货车 | van
`);

export const works = countables(`
  份 | 合同 | contract
  份 | 报告 | report
  项 | 专利 | patent
  篇 | 论文 | paper
  个 | 模型 | model
  款 | 应用 | app
  款 | 游戏 | game
  门 | 课程 | course
  封 | 邮件 | email
`);

export const records = countables(`
  张 | 图片 | picture
  条 | 评论 | review
  条 | 短信 | text message
  段 | 录音 | recording
  份 | 病历 | medical record
  个 | 句子 | sentence
  笔 | 交易 | transaction
`);
